package dev.composeraudit.cli.scan;

import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.scan.SavedScan.Content;
import dev.composeraudit.cli.scan.SavedScan.Header;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.report.finding.HandledEvent.Audit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a scan keeps what it has done, and from where it goes on. */
final class ResumeOptions {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description =
          "continues a scan that did not finish, from its FILE; reads again what could not be read")
  private @Nullable Path resumed;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description =
          "the file that a later --resume continues from; default:"
              + " composer-audit-scan-TIME.jsonl in this folder, which is removed when the scan has"
              + " finished")
  private @Nullable Path save;

  private @Nullable Content content;

  /**
   * What the scan is about: as asked, or as the file says from which it goes on.
   *
   * @throws IOException if the file is of another scan; the message is fit for the user
   */
  Header header(Header asked) throws IOException {
    if (resumed == null) {
      return asked;
    }
    if (save != null) {
      throw new IOException("--resume writes to its own file; leave out --save");
    }
    content = SavedScan.read(resumed);
    Header saved = content.header();
    String trouble = "";
    if (!saved.version().equals(asked.version())) {
      trouble = "version %s of this program wrote it".formatted(saved.version());
    } else if (!saved.policySet().equals(asked.policySet())) {
      trouble = "it was written under other policies";
    } else if (!saved.reading().equals(asked.reading())) {
      trouble = "it was written with other options: " + saved.reading();
    } else if (!asked.scope().isEmpty() && !asked.scope().equals(saved.scope())) {
      trouble = "it is of a scan of other environments; leave out the options that name them";
    } else if (!asked.conditions().isEmpty() && !asked.conditions().equals(saved.conditions())) {
      trouble = "it is of a scan with other conditions";
    } else if (!asked.labels().isEmpty() && !asked.labels().equals(saved.labels())) {
      trouble = "it is of a scan with other labels";
    }
    if (!trouble.isEmpty()) {
      throw new IOException(
          "%s: this scan cannot be continued: %s; start a new one".formatted(resumed, trouble));
    }
    return saved;
  }

  /** What an earlier run has done. */
  List<Audit> earlier(PolicySet set) {
    return content == null ? List.of() : content.audits(set);
  }

  /**
   * Opens the file.
   *
   * @throws IOException if it can't be written; the message is fit for the user
   */
  SavedScan open(Header header, PolicySet set, Console console) throws IOException {
    if (resumed != null) {
      return SavedScan.append(resumed, header, set);
    }
    if (save != null) {
      return SavedScan.create(save, header, set);
    }
    Path file =
        Path.of("composer-audit-scan-%s.jsonl".formatted(TIME.format(console.clock().instant())));
    try {
      return SavedScan.create(file, header, set);
    } catch (IOException unwritable) {
      // A folder that can't be written to, or another scan of this second.
      return SavedScan.create(
          Files.createTempDirectory("composer-audit").resolve(file), header, set);
    }
  }

  /** Says how to go on, or removes a file that nobody asked for. */
  void end(SavedScan saved, ScanReport report, Console console) throws IOException {
    if (saved.failure() != null) {
      console.err().println(saved.file() + ": could not be written to the end: " + saved.failure());
    } else if (!report.isWhole()) {
      console.err().println("to continue: composer-audit scan --resume " + saved.file());
    } else if (resumed == null && save == null) {
      Files.deleteIfExists(saved.file());
    }
  }
}
