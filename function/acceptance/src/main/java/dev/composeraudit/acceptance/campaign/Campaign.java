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
        "What takes too long for every build; each prints a table and ends with 0 if all is right.",
    footer =
        "And steps, without options: each step of a deployment with every option, and of its"
            + " removal, fails once, by the real gcloud; half an hour or more. A build lets the"
            + " first call of every fourth method of the APIs fail.",
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
        description = "where a summary is written, for other programs")
    private @Nullable Path json;

    @Option(names = "--short", description = "little of it, in seconds, as CI runs it")
    boolean brief;

    /**
     * Prints what is wrong, and writes the summary.
     *
     * @return the exit code
     */
    int end(JsonObject summary, List<String> wrong) throws IOException {
      wrong.forEach(System.out::println);
      System.out.println(wrong.isEmpty() ? "all is well" : "not as it has to be");
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
