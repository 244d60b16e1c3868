package dev.composeraudit.acceptance.campaign;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code scripts/campaign}: what takes too long for every build. Exit 0 only if nothing was lost,
 * nothing wrong, and nothing slower than it may be.
 */
@Command(
    name = "scripts/campaign",
    mixinStandardHelpOptions = true,
    subcommandsRepeatable = false,
    description =
        "Runs a test that takes too long for every build, and prints a table. The exit code is 0 if"
            + " the test passes.",
    footer =
        "  steps      Makes each step of a deployment fail once; takes half an hour or more."
            + " It has no options. The real gcloud deploys with every option and removes the"
            + " deployment. In a normal build only a few calls fail.",
    subcommands = {
      FaultsCommand.class,
      CreationsCommand.class,
      LoadCommand.class,
      ScaleCommand.class,
      StartCommand.class,
      TenantsCommand.class,
      FuzzCommand.class
    })
public final class Campaign {
  /** What every mode takes. */
  static final class Common {
    @Option(
        names = "--json",
        paramLabel = "FILE",
        description = "the file for a summary that other programs can read")
    private @Nullable Path json;

    @Option(names = "--short", description = "runs a small part in some seconds, as CI does")
    boolean brief;

    /**
     * Prints what is wrong, and writes the summary.
     *
     * @return the exit code
     */
    int end(JsonObject summary, List<String> wrong) throws IOException {
      wrong.forEach(System.out::println);
      System.out.println(wrong.isEmpty() ? "passed" : "failed");
      JsonArray mistakes = new JsonArray();
      wrong.forEach(mistakes::add);
      summary.add("mistakes", mistakes);
      write(summary);
      return wrong.isEmpty() ? 0 : 1;
    }

    void write(JsonObject summary) throws IOException {
      if (json != null) {
        Files.writeString(
            json, new GsonBuilder().setPrettyPrinting().create().toJson(summary) + "\n");
      }
    }
  }

  private Campaign() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Campaign()).execute(args));
  }
}
