package dev.composeraudit.acceptance.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The jars below a folder.
 *
 * @param hashes the SHA-256 of each, by its path in the folder
 */
record ShippedJars(SortedMap<String, String> hashes) {

  static ShippedJars in(Path folder) throws IOException {
    SortedMap<String, String> hashes = new TreeMap<>();
    for (Path jar : jars(folder)) {
      hashes.put(folder.relativize(jar).toString(), sha256(Files.readAllBytes(jar)));
    }
    return new ShippedJars(hashes);
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
