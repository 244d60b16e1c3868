package dev.composeraudit.sandbox.api;

import com.google.cloud.audit.AuditLog;
import com.google.cloud.orchestration.airflow.service.v1.CreateEnvironmentRequest;
import com.google.cloud.orchestration.airflow.service.v1.DeleteEnvironmentRequest;
import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.cloud.orchestration.airflow.service.v1.OperationMetadata;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/**
 * Protobuf's JSON as Google's REST APIs speak it: unknown fields are taken without complaint, and
 * an {@code Any} shows what it holds.
 */
public final class RestJson implements GrpcJsonMarshaller {
  private static final JsonFormat.TypeRegistry TYPES =
      JsonFormat.TypeRegistry.newBuilder()
          .add(AuditLog.getDescriptor())
          .add(CreateEnvironmentRequest.getDescriptor())
          .add(DeleteEnvironmentRequest.getDescriptor())
          .add(Empty.getDescriptor())
          .add(Environment.getDescriptor())
          .add(OperationMetadata.getDescriptor())
          .build();
  private static final JsonFormat.Printer PRINTER = JsonFormat.printer().usingTypeRegistry(TYPES);
  private static final JsonFormat.Parser PARSER =
      JsonFormat.parser().usingTypeRegistry(TYPES).ignoringUnknownFields();

  /** The message as JSON. */
  public static JsonObject json(MessageOrBuilder message) {
    try {
      return JsonParser.parseString(PRINTER.print(message)).getAsJsonObject();
    } catch (InvalidProtocolBufferException unregistered) {
      throw new IllegalStateException(unregistered);
    }
  }

  /** Sets in the builder what the JSON says, which is of our own making. */
  public static <B extends Message.Builder> B merge(JsonObject json, B builder) {
    try {
      PARSER.merge(json.toString(), builder);
      return builder;
    } catch (InvalidProtocolBufferException ourOwnJson) {
      throw new IllegalStateException(ourOwnJson);
    }
  }

  @Override
  public <T> void serializeMessage(Marshaller<T> marshaller, T message, OutputStream output)
      throws IOException {
    output.write(PRINTER.print((MessageOrBuilder) message).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public <T> T deserializeMessage(Marshaller<T> marshaller, InputStream input) throws IOException {
    Message prototype = (Message) ((PrototypeMarshaller<T>) marshaller).getMessagePrototype();
    Message.Builder builder = prototype.newBuilderForType();
    try (Reader reader = new InputStreamReader(input, StandardCharsets.UTF_8)) {
      PARSER.merge(reader, builder);
    }
    @SuppressWarnings("unchecked") // the prototype is of the method's own type
    T message = (T) builder.build();
    return message;
  }
}
