package dev.composeraudit;

import com.google.auth.Credentials;
import dev.composeraudit.report.Publishers;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.log.StructuredLog;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Opens the function's sinks for another program, by the function's own settings. Nothing is
 * written to standard output, which is the function's log but not that program's.
 */
public final class FunctionReporter {
  private static final List<String> ENDPOINTS =
      List.of(
          "COMPOSER_ENDPOINT",
          "CONTAINER_ENDPOINT",
          "COMPUTE_ENDPOINT",
          "ASSET_ENDPOINT",
          "LOGGING_ENDPOINT",
          "PUBSUB_ENDPOINT",
          "SECURITYCENTER_ENDPOINT");

  private FunctionReporter() {}

  /**
   * Opens the sinks; sends nothing yet.
   *
   * @param environment the settings, as the function has them
   * @param topic the findings topic in place of the settings'
   * @param sandbox where all APIs are, in place of Google's
   * @throws IOException with every mistake, if the settings have any; fit for the user
   */
  public static Reporter open(
      Map<String, String> environment,
      Optional<String> topic,
      Optional<URI> sandbox,
      Credentials credentials)
      throws IOException {
    Map<String, String> values = new TreeMap<>(environment);
    topic.ifPresent(name -> values.put("FINDINGS_TOPIC", name));
    sandbox.ifPresent(uri -> ENDPOINTS.forEach(name -> values.put(name, uri.toString())));
    try {
      Settings settings = Settings.of(values);
      Publishers publishers = Publishers.open(settings.pubsub(), credentials);
      PrintStream nowhere =
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      return Wiring.reporter(
          settings,
          publishers,
          publishers.to(settings.findingsTopic()),
          new StructuredLog(nowhere, nowhere, Wiring.centralLog(settings, credentials)));
    } catch (InvalidSettingsException mistaken) {
      throw new IOException(String.valueOf(mistaken.getMessage()), mistaken);
    }
  }
}
