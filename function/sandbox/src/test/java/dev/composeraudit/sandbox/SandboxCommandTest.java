package dev.composeraudit.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sandbox's own commands take a JSON object, and say what it must be. */
final class SandboxCommandTest {
  private static final String NAME = "projects/demo-project/locations/us-central1/environments/one";

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Sandbox sandbox;

  @BeforeAll
  static void start() throws Exception {
    sandbox =
        Sandbox.start(new Sandbox.Options(0, "demo-project", Duration.ZERO, false, List.of(), 5));
  }

  @AfterAll
  static void stop() throws Exception {
    sandbox.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "disorder | {\"late\": 0, \"seconds\": 1, \"seed\": 7} | duplicates: must be a number",
        "disorder | {\"duplicates\": null, \"late\": 0, \"seconds\": 1, \"seed\": 7}"
            + " | duplicates: must be a number",
        "disorder | {\"duplicates\": 0, \"late\": \"often\", \"seconds\": 1, \"seed\": 7}"
            + " | late: must be a number",
        "disorder | {\"duplicates\": 0, \"late\": 0, \"seconds\": [], \"seed\": 7}"
            + " | seconds: must be a number",
        "disorder | {\"duplicates\": 0, \"late\": 0, \"seconds\": 1}"
            + " | seed: must be a whole number",
        "disorder | {\"duplicates\": 0, \"late\": 0, \"seconds\": 1, \"seed\": 0.5}"
            + " | seed: must be a whole number",
        "disorder | {\"duplicates\": | the body must be a JSON object",
        "disorder | [] | the body must be a JSON object",
        "disorder | `` | the body must be a JSON object",
        "forgotten | {} | environment: must be projects/*/locations/*/environments/*",
        "forgotten | {\"environment\": \"e\"}"
            + " | environment: must be projects/*/locations/*/environments/*",
        "forgotten | {\"environment\": {}}"
            + " | environment: must be projects/*/locations/*/environments/*",
        "listed-environments | {\"projects\": 1, \"unjudgedEvery\": 0}"
            + " | count: must be a whole number of at least 0",
        "listed-environments | {\"count\": 1, \"unjudgedEvery\": 0}"
            + " | projects: must be a whole number of at least 1",
        "listed-environments | {\"count\": 1, \"projects\": 0, \"unjudgedEvery\": 0}"
            + " | projects: must be a whole number of at least 1",
        "listed-environments | {\"count\": 1, \"projects\": 1}"
            + " | unjudgedEvery: must be a whole number of at least 0",
        "egress-policies | {\"environment\": \"NAME\"} | destinations: must be a list of strings",
        "egress-policies | {\"environment\": \"NAME\", \"destinations\": [{}]}"
            + " | destinations: must be a list of strings",
        "further-policies | {\"environment\": \"NAME\", \"count\": \"many\"}"
            + " | count: must be a whole number of at least 0",
        "failures | {\"environment\": \"NAME\"} | message: must be a string"
      })
  void aMalformedBodyIsRejectedWithWhatItMustBe(String command, String body, String message)
      throws Exception {
    HttpResponse<String> response = post(command, body.replace("NAME", NAME));
    JsonObject error =
        JsonParser.parseString(response.body()).getAsJsonObject().getAsJsonObject("error");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error.get("status").getAsString()).isEqualTo("INVALID_ARGUMENT");
    assertThat(error.get("message").getAsString()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "disorder | {\"duplicates\": 0.1, \"late\": 0, \"seconds\": 1.5, \"seed\": -7}",
        "forgotten | {\"environment\": \"NAME\"}",
        "listed-environments | {\"count\": 0, \"projects\": 1, \"unjudgedEvery\": 0}",
        "egress-policies | {\"environment\": \"NAME\", \"destinations\": []}",
        "further-policies | {\"environment\": \"NAME\", \"count\": \"3\"}"
      })
  void aBodyWithAllMembersIsTaken(String command, String body) throws Exception {
    HttpResponse<String> response = post(command, body.replace("NAME", NAME));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{}");
  }

  private static HttpResponse<String> post(String command, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(sandbox.endpoint().resolve("/sandbox/" + command))
            .POST(BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }
}
