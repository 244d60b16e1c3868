package dev.composeraudit.cli.format;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The formats of one command, and the writing of a report in several of them.
 *
 * @param <R> what is reported
 */
public final class Formats<R> {
  private final List<Format<R>> formats;

  /** The first format is written to standard output where none is asked for. */
  public Formats(List<Format<R>> formats) {
    this.formats = List.copyOf(formats);
  }

  /** Their names, in the order in which help shows them. */
  public List<String> names() {
    return formats.stream().map(Format::name).toList();
  }

  /**
   * Checks what the user asked for.
   *
   * @throws IOException with one line for the user: a format that does not exist, a file that is
   *     named twice, or more than one format for standard output
   */
  public void check(List<FormatRequest> requests) throws IOException {
    List<String> targets = new ArrayList<>();
    for (FormatRequest request : requests) {
      if (find(request.format()).isEmpty()) {
        throw new IOException(
            "--format: %s is not a format of this command; its formats are %s"
                .formatted(request.format(), String.join(", ", names())));
      }
      String target = request.isStandardOutput() ? "" : request.file();
      if (targets.contains(target)) {
        throw new IOException(
            target.isEmpty()
                ? "--format: only one format can go to standard output; write the others to files,"
                    + " as in --format %s=FILE".formatted(request.format())
                : "--format: two formats would be written to %s".formatted(target));
      }
      targets.add(target);
    }
  }

  /**
   * Writes the report in every format that was asked for; in the first one if none was.
   *
   * @param standard standard output
   * @throws IOException with one line for the user, if a file can't be written; the other formats
   *     have been written then
   */
  public void write(R report, List<FormatRequest> requests, Writer standard) throws IOException {
    if (requests.isEmpty()) {
      formats.get(0).write(report, standard);
      return;
    }
    List<String> failures = new ArrayList<>();
    for (FormatRequest request : requests) {
      Format<R> format = find(request.format()).orElseThrow();
      if (request.isStandardOutput()) {
        format.write(report, standard);
      } else {
        writeFile(format, report, request.file()).ifPresent(failures::add);
      }
    }
    if (!failures.isEmpty()) {
      throw new IOException(String.join("\n", failures));
    }
  }

  private Optional<Format<R>> find(String name) {
    return formats.stream().filter(format -> format.name().equals(name)).findFirst();
  }

  /** What went wrong; empty if nothing did. */
  private static <R> Optional<String> writeFile(Format<R> format, R report, String file) {
    try (Writer out = Files.newBufferedWriter(Path.of(file), StandardCharsets.UTF_8)) {
      format.write(report, out);
      return Optional.empty();
    } catch (NoSuchFileException absent) {
      return Optional.of(file + ": cannot be written: its folder does not exist; create it first");
    } catch (AccessDeniedException denied) {
      return Optional.of(file + ": cannot be written: permission denied");
    } catch (IOException | InvalidPathException unwritable) {
      return Optional.of(file + ": cannot be written: " + unwritable.getMessage());
    }
  }
}
