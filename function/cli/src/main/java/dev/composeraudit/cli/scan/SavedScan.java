package dev.composeraudit.cli.scan;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.cli.live.LiveScope;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.report.finding.HandledEvent.Audit;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file from which a scan can go on: a line of JSON about the scan, then one for each environment
 * that was judged, written as soon as it was. A line that was cut when the process ended is passed
 * over; its environment is judged again. Safe for use by many threads.
 */
public final class SavedScan implements AutoCloseable {
  private static final String KIND = "composerAuditScan";
  private static final int FORM = 1;

  private final Path file;
  private final AuditJson json;
  private final OutputStream out;
  private @Nullable String failure;

  private SavedScan(Path file, AuditJson json, OutputStream out) {
    this.file = file;
    this.json = json;
    this.out = out;
  }

  /**
   * About the scan.
   *
   * @param scan its id
   * @param version of the program
   * @param policySet the digest of the policies in force
   * @param labels that environments must have
   * @param conditions that must be true of them, in CEL
   * @param reading how environments are read, by the names of options
   */
  public record Header(
      String scan,
      String version,
      String policySet,
      LiveScope scope,
      Map<String, String> labels,
      List<String> conditions,
      Map<String, String> reading) {
    public Header {
      labels = Map.copyOf(labels);
      conditions = List.copyOf(conditions);
      reading = Map.copyOf(reading);
    }
  }

  /** What a file holds. */
  public record Content(Header header, List<String> lines) {
    public Content {
      lines = List.copyOf(lines);
    }

    /** The audits, those of lines that were cut left out; of an environment the last. */
    public List<Audit> audits(PolicySet policies) {
      AuditJson json = json(header, policies);
      Map<String, Audit> audits = new TreeMap<>();
      for (String line : lines) {
        try {
          Audit audit = json.read(line);
          audits.put(audit.resource(), audit);
        } catch (JsonParseException cut) {
          // A cut line holds nothing: its environment is judged again.
        }
      }
      return List.copyOf(audits.values());
    }
  }

  /**
   * Begins a file, readable by its owner alone.
   *
   * @throws IOException if it can't be made, or is there; the message is fit for the user
   */
  public static SavedScan create(Path file, Header header, PolicySet policies) throws IOException {
    try {
      OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      restrict(file);
      SavedScan saved = new SavedScan(file, json(header, policies), out);
      saved.write(json(header).toString());
      return saved;
    } catch (IOException unwritable) {
      throw new IOException(file + ": cannot be written: " + unwritable, unwritable);
    }
  }

  /**
   * Goes on with a file.
   *
   * @throws IOException if it can't be written; the message is fit for the user
   */
  public static SavedScan append(Path file, Header header, PolicySet policies) throws IOException {
    try {
      OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND);
      SavedScan saved = new SavedScan(file, json(header, policies), out);
      // Ends a line that was cut.
      saved.write("");
      return saved;
    } catch (IOException unwritable) {
      throw new IOException(file + ": cannot be written: " + unwritable, unwritable);
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it is not the file of a scan; the message is fit for the user
   */
  public static Content read(Path file) throws IOException {
    List<String> lines;
    try {
      // A line that was cut in the middle of a character must not make the file unreadable.
      lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (NoSuchFileException absent) {
      throw new IOException(file + ": no such file", absent);
    }
    if (lines.isEmpty()) {
      throw new IOException(file + ": is empty; start a new scan");
    }
    return new Content(header(file, lines.get(0)), lines.subList(1, lines.size()));
  }

  /** Adds what came of one environment. */
  synchronized void add(Audit audit) {
    if (failure != null) {
      return;
    }
    try {
      write(json.write(audit));
    } catch (IOException unwritable) {
      failure = String.valueOf(unwritable.getMessage());
    }
  }

  public Path file() {
    return file;
  }

  /** Why not everything could be written, so that the file is of little use; null if it could. */
  public synchronized @Nullable String failure() {
    return failure;
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }

  private void write(String line) throws IOException {
    // In one piece: another process must see whole lines, or one that was cut.
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void restrict(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static AuditJson json(Header header, PolicySet policies) {
    return new AuditJson(policies.policies(), policies.digest(), header.scan());
  }

  private static JsonObject json(Header header) {
    JsonObject json = new JsonObject();
    json.addProperty(KIND, FORM);
    json.addProperty("scan", header.scan());
    json.addProperty("version", header.version());
    json.addProperty("policySet", header.policySet());
    json.add("scope", header.scope().toJson());
    json.add("labels", texts(header.labels()));
    JsonArray conditions = new JsonArray();
    header.conditions().forEach(conditions::add);
    json.add("conditions", conditions);
    json.add("reading", texts(header.reading()));
    return json;
  }

  private static Header header(Path file, String line) throws IOException {
    try {
      JsonObject json = JsonParser.parseString(line).getAsJsonObject();
      if (Fields.required(json, KIND).getAsInt() == FORM) {
        return new Header(
            Fields.required(json, "scan").getAsString(),
            Fields.required(json, "version").getAsString(),
            Fields.required(json, "policySet").getAsString(),
            LiveScope.fromJson(Fields.required(json, "scope")),
            texts(Fields.required(json, "labels")),
            Fields.required(json, "conditions").getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList(),
            texts(Fields.required(json, "reading")));
      }
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException other) {
      throw new IOException(file + ": is not a file that a scan has written", other);
    }
    throw new IOException(file + ": is not a file that a scan of this version has written");
  }

  private static JsonObject texts(Map<String, String> texts) {
    JsonObject json = new JsonObject();
    new TreeMap<>(texts).forEach(json::addProperty);
    return json;
  }

  private static Map<String, String> texts(JsonElement json) {
    Map<String, String> texts = new TreeMap<>();
    List<String> keys = new ArrayList<>(json.getAsJsonObject().keySet());
    keys.forEach(key -> texts.put(key, json.getAsJsonObject().get(key).getAsString()));
    return texts;
  }
}
