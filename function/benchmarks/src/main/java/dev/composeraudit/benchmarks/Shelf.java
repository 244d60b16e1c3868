package dev.composeraudit.benchmarks;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.SubjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The checkout's policies and a subject to judge by them. */
public final class Shelf {
  private static final Path POLICIES =
      Path.of(System.getProperty("composer-audit.root", "../..")).resolve("policies");

  private Shelf() {}

  public static Subject subject() {
    try {
      return new SubjectReader(Clock.systemUTC())
          .read(read(POLICIES.resolve("subjects/composer-2.yaml")))
          .get(0);
    } catch (InvalidDocumentsException mistaken) {
      throw new IllegalStateException(mistaken);
    }
  }

  public static List<SourceFile> policies() {
    try (Stream<Path> files = Files.walk(POLICIES, 2)) {
      return files.filter(it -> it.endsWith("policy.yaml")).sorted().map(Shelf::read).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** So many policies, each one of the shelf under a name of its own. */
  static List<SourceFile> copies(int count) {
    List<SourceFile> shelf = policies();
    List<SourceFile> copies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SourceFile original = shelf.get(i % shelf.size());
      copies.add(
          new SourceFile(
              "copy-" + i + "/policy.yaml",
              original
                  .text()
                  .replaceFirst("\n  name: ", "\n  name: copy-" + i + "-")
                  .replaceFirst("\n  causedBy: .*", "")
                  .replaceFirst("\n  mitigatedBy: .*", "")));
    }
    return copies;
  }

  private static SourceFile read(Path file) {
    try {
      return new SourceFile(file.toString(), Files.readString(file));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
