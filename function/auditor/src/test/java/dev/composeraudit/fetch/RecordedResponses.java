package dev.composeraudit.fetch;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.http.FakeServer.Reply;
import dev.composeraudit.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Answers that a real kube-apiserver (1.20) gave. */
public final class RecordedResponses {
  private RecordedResponses() {}

  public static Reply reply(String name) {
    JsonObject recorded = read(name);
    return new Reply(
        recorded.get("status").getAsInt(),
        recorded.getAsJsonObject("headers").get("content-type").getAsString(),
        recorded.get("body").getAsString(),
        Reply.Manner.WHOLE);
  }

  public static Response answer(String name) {
    Reply reply = reply(name);
    return new Response(reply.status(), reply.contentType(), reply.body(), false);
  }

  private static JsonObject read(String name) {
    try (InputStream in =
        RecordedResponses.class.getResourceAsStream("/kube-apiserver/" + name + ".json")) {
      return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .getAsJsonObject();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
