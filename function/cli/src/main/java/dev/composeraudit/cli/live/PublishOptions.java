package dev.composeraudit.cli.live;

import dev.composeraudit.FunctionReporter;
import dev.composeraudit.cli.option.WantedPolicies;
import dev.composeraudit.report.Reporter;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say whether findings are sent, and where. */
public final class PublishOptions {
  @Option(
      names = "--publish",
      description =
          "publishes the findings as the function does, which closes old ones; the environment"
              + " variables FINDINGS_TOPIC, SCC_SOURCE, CENTRAL_LOG and ENFORCE_FROM are the"
              + " function's settings")
  private boolean publish;

  @Option(
      names = "--findings-topic",
      paramLabel = "projects/P/topics/T",
      description = "the topic for --publish, in place of FINDINGS_TOPIC")
  private @Nullable String topic;

  /**
   * Checks the options.
   *
   * @throws IOException with one line for the user
   */
  public void check(WantedPolicies wanted) throws IOException {
    if (topic != null && !publish) {
      throw new IOException("--findings-topic goes with --publish");
    }
    if (publish && !wanted.areAll()) {
      throw new IOException("--publish publishes the findings of all policies; leave out --policy");
    }
  }

  /**
   * Opens the function's sinks; empty if nothing is to be sent.
   *
   * @throws IOException if the settings have mistakes; the message is fit for the user
   */
  public Optional<Reporter> open(ConnectionOptions connection) throws IOException {
    if (!publish) {
      return Optional.empty();
    }
    return Optional.of(
        FunctionReporter.open(
            System.getenv(),
            Optional.ofNullable(topic),
            connection.sandbox(),
            connection.credentials()));
  }
}
