package dev.composeraudit.report.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.JsonFormat;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The request to publish, read by protobuf's own JSON mapping. */
class PublishBodyTest {
  @Property
  void theServerReadsWhatWasToBePublished(
      @ForAll List<byte[]> contents, @ForAll int attribute, @ForAll boolean ordered)
      throws Exception {
    PublishRequest.Builder request = PublishRequest.newBuilder();
    for (byte[] content : contents) {
      PubsubMessage.Builder message =
          request
              .addMessagesBuilder()
              .setData(ByteString.copyFrom(content))
              .putAttributes("ö \" \\", Integer.toString(attribute))
              .putAttributes("b", "");
      if (ordered) {
        message.setOrderingKey("key-" + attribute);
      }
    }

    assertThat(read(request.build())).isEqualTo(request.build());
  }

  @Test
  void nothingAtAllIsAMessageToo() throws Exception {
    PublishRequest request =
        PublishRequest.newBuilder().addMessages(PubsubMessage.getDefaultInstance()).build();

    assertThat(read(request)).isEqualTo(request);
  }

  @Test
  void halfOfACharacterInAnAttributeIsAQuestionMark() throws Exception {
    PublishRequest request =
        PublishRequest.newBuilder()
            .addMessages(PubsubMessage.newBuilder().putAttributes("reason", "a\ud83d"))
            .build();

    assertThat(read(request).getMessages(0).getAttributesOrThrow("reason")).isEqualTo("a?");
  }

  private static PublishRequest read(PublishRequest request) throws Exception {
    PublishRequest.Builder read = PublishRequest.newBuilder();
    JsonFormat.parser().merge(new String(PublishBody.of(request), StandardCharsets.UTF_8), read);
    return read.build();
  }
}
