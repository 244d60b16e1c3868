package dev.composeraudit.cli.redrive;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.cli.redrive.RedriveAction.Keep;
import dev.composeraudit.cli.redrive.RedriveAction.Replay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command {@code redrive-plan}, for {@code scripts/redrive} alone: reads JSON that gcloud has
 * printed, prints one line for each dead letter, and writes the file that publishes its event. A
 * line holds nothing of a dead letter but ids of Pub/Sub's and printable ASCII.
 */
@Command(
    name = "redrive-plan",
    hidden = true,
    description = {
      "Decides for scripts/redrive what to do with each dead letter that it has pulled.",
      "Prints a line for each: ACTION|ACK-ID|ID|TOPIC|TEXT. ACTION is replay, keep or later."
    })
public final class RedrivePlan implements Callable<Integer> {
  /** The most characters of a text that somebody else wrote. */
  private static final int TEXT = 60;

  @Option(names = "--project", required = true, paramLabel = "P", description = "the project's id")
  private String project = "";

  @Option(
      names = "--pulled",
      required = true,
      paramLabel = "FILE",
      description = "output of gcloud pubsub subscriptions pull --format=json")
  private Path pulled = Path.of("");

  @Option(
      names = "--subscriptions",
      required = true,
      paramLabel = "FILE",
      description = "output of gcloud pubsub subscriptions list --format=json")
  private Path subscriptions = Path.of("");

  @Option(
      names = "--events",
      required = true,
      paramLabel = "TOPIC",
      description = "the events topic; topics of readers begin with its name and a hyphen")
  private String events = "";

  @Option(
      names = "--before",
      required = true,
      paramLabel = "TIME",
      description = "when the run began; newer dead letters are left for the next run")
  private Instant before = Instant.MIN;

  @Option(
      names = "--into",
      required = true,
      paramLabel = "DIR",
      description = "the folder for a file ID.yaml for each event, for gcloud's --flags-file")
  private Path into = Path.of("");

  private final PrintWriter out;

  public RedrivePlan(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    ReplayRules rules =
        new ReplayRules(project, topics(Files.readString(subscriptions)), events, before);
    for (PulledMessage letter : PulledMessage.read(Files.readString(pulled))) {
      RedriveAction decision = rules.decide(letter);
      if (decision instanceof Replay replay) {
        Files.writeString(into.resolve(letter.id() + ".yaml"), FlagsFile.message(replay.entry()));
        String refused = printable(letter.attribute("refused"));
        line("replay", letter, replay.topic(), refused.isEmpty() ? "given up by Pub/Sub" : refused);
      } else if (decision instanceof Keep keep) {
        line("keep", letter, "-", keep.why());
      } else {
        line("later", letter, "-", "-");
      }
    }
    return 0;
  }

  private void line(String action, PulledMessage letter, String topic, String text) {
    out.print(String.join("|", action, letter.ackId(), letter.id(), topic, text) + "\n");
    out.flush();
  }

  private static Map<String, String> topics(String list) throws IOException {
    try {
      Map<String, String> topics = new HashMap<>();
      for (JsonElement element : JsonParser.parseString(list).getAsJsonArray()) {
        JsonObject subscription = element.getAsJsonObject();
        topics.put(
            Fields.required(subscription, "name").getAsString(),
            Fields.required(subscription, "topic").getAsString());
      }
      return topics;
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException malformed) {
      throw new IOException("what gcloud listed is not a list of subscriptions", malformed);
    }
  }

  /** A text as a terminal shows it and as a field of a line: what is no letter becomes "?". */
  private static String printable(String text) {
    String safe = text.replaceAll("[^ -{}~]", "?");
    return safe.length() > TEXT ? safe.substring(0, TEXT) + "..." : safe;
  }
}
