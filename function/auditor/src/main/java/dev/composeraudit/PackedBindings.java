package dev.composeraudit;

import dev.composeraudit.document.SourceFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/**
 * Reads bindings and exceptions from a setting: YAML documents in UTF-8, packed with gzip, in
 * base64. A change of them is a new revision of the service, and needs no build.
 */
final class PackedBindings {
  /** The most bytes of YAML; Cloud Run takes 32 KiB of a setting, which hold less than that. */
  private static final int LIMIT = 4 * 1024 * 1024;

  private static final String FORM = "must be YAML in UTF-8, packed with gzip, in base64";

  private PackedBindings() {}

  /**
   * Reads the setting's value.
   *
   * @throws IllegalArgumentException with what it must be, if it is anything else
   */
  static SourceFile read(String text) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(decoded(text)))) {
      byte[] bytes = in.readNBytes(LIMIT + 1);
      if (bytes.length > LIMIT) {
        throw new IllegalArgumentException("must hold at most 4 MiB of YAML");
      }
      String yaml = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new SourceFile("bindings.yaml", yaml);
    } catch (IOException malformed) {
      throw new IllegalArgumentException(FORM, malformed);
    }
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(FORM, malformed);
    }
  }
}
