package dev.composeraudit.cli.files;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.Position;
import dev.composeraudit.document.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the texts that a command is given: files, or standard input by the name {@code -}. */
public final class Inputs {
  /** The name of standard input. */
  public static final String STANDARD = "-";

  /** More than any reader of ours takes: what is longer is cut, and denied by its length. */
  private static final int LIMIT = 128 * 1024 * 1024;

  private final InputStream standard;
  private byte @Nullable [] standardBytes;

  public Inputs(InputStream standard) {
    this.standard = standard;
  }

  /**
   * Reads a text in UTF-8 or UTF-16, without its byte order mark.
   *
   * @throws InvalidDocumentsException if it is not UTF-8, with the place of the first byte that
   *     isn't
   * @throws IOException if it can't be read; the message is fit for the user
   */
  public SourceFile read(String name) throws IOException, InvalidDocumentsException {
    return decode(name, bytes(name));
  }

  private byte[] bytes(String name) throws IOException {
    if (name.equals(STANDARD)) {
      return standardBytes();
    }
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      throw new IOException(name + ": is a folder; name the files in it");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(LIMIT);
    } catch (NoSuchFileException absent) {
      throw new IOException(name + ": no such file", absent);
    } catch (AccessDeniedException denied) {
      throw new IOException(name + ": permission denied", denied);
    } catch (FileSystemException unreadable) {
      throw new IOException(name + ": cannot be read: " + unreadable.getReason(), unreadable);
    }
  }

  /** Standard input can be read only once, and a command may ask for it twice. */
  private byte[] standardBytes() throws IOException {
    if (standardBytes == null) {
      standardBytes = standard.readNBytes(LIMIT);
    }
    return standardBytes;
  }

  private static SourceFile decode(String name, byte[] bytes)
      throws IOException, InvalidDocumentsException {
    String binary = binary(bytes);
    if (!binary.isEmpty()) {
      throw new IOException(name + ": this is " + binary);
    }
    if (startsWith(bytes, 0xFF, 0xFE)) {
      // What a redirect in Windows PowerShell writes.
      return new SourceFile(
          name, new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE));
    }
    if (startsWith(bytes, 0xFE, 0xFF)) {
      return new SourceFile(
          name, new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE));
    }
    if (isUtf16(bytes, 1)) {
      return new SourceFile(name, new String(bytes, StandardCharsets.UTF_16LE));
    }
    if (isUtf16(bytes, 0)) {
      return new SourceFile(name, new String(bytes, StandardCharsets.UTF_16BE));
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.length);
    boolean whole = bytes.length < LIMIT;
    boolean malformed = decoder.decode(ByteBuffer.wrap(bytes), text, whole).isError();
    String decoded = text.flip().toString();
    if (malformed) {
      int line = (int) decoded.chars().filter(c -> c == '\n').count() + 1;
      int column = decoded.length() - decoded.lastIndexOf('\n');
      throw new InvalidDocumentsException(
          List.of(
              new Issue(
                  "encoding",
                  new SourceFile(name, ""),
                  new Position(line, column, Position.ROOT.path()),
                  "this byte is not UTF-8; save the file as UTF-8 text, JSON or YAML")));
    }
    return new SourceFile(name, decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded);
  }

  /** What a file of another kind than text is, and what to give instead; blank for text. */
  private static String binary(byte[] bytes) {
    if (startsWith(bytes, 'P', 'K', 3, 4)) {
      return "a zip file; of a binary Terraform plan, give what terraform show -json prints";
    }
    if (startsWith(bytes, 0x1F, 0x8B)) {
      return "a gzip file; unpack it first (gunzip)";
    }
    if (startsWith(bytes, '%', 'P', 'D', 'F') || startsWith(bytes, 0x89, 'P', 'N', 'G')) {
      return "a PDF or an image; give JSON or YAML";
    }
    if (startsWith(bytes, 'B', 'Z', 'h')
        || startsWith(bytes, 0x28, 0xB5, 0x2F, 0xFD)
        || startsWith(bytes, 0xFD, '7', 'z', 'X', 'Z')) {
      return "a compressed file (bzip2, zstd or xz); unpack it first";
    }
    return isBinary(bytes)
        ? "a binary file, or text that is neither UTF-8 nor UTF-16; give JSON or YAML in UTF-8"
        : "";
  }

  /** No text has such a run of zeros at its beginning, not even one of two bytes a character. */
  private static boolean isBinary(byte[] bytes) {
    for (int i = 2; i < Math.min(bytes.length, 1024); i++) {
      if (bytes[i] == 0 && bytes[i - 1] == 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether the text begins with two characters of ASCII in two bytes each, without a mark. */
  private static boolean isUtf16(byte[] bytes, int zero) {
    return bytes.length >= 4
        && bytes[zero] == 0
        && bytes[zero + 2] == 0
        && bytes[1 - zero] > 0
        && bytes[3 - zero] > 0;
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    for (int i = 0; i < start.length; i++) {
      if (bytes.length <= i || (bytes[i] & 0xFF) != start[i]) {
        return false;
      }
    }
    return true;
  }
}
