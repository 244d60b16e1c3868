package dev.composeraudit.cli.export;

import com.google.common.hash.Hashing;
import dev.composeraudit.address.Cidr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A rule of a VPC network that lets packets in.
 *
 * @param name the same for the same destination, whatever the sources are
 * @param destination a range of addresses in that network
 * @param sources ranges of one address family, at most 256
 * @param allowed protocols, each with its ports if it has any, such as {@code tcp:443}
 */
public record FirewallRule(
    String name, String description, Cidr destination, List<String> sources, List<String> allowed) {
  /** Google's limit for the sources of one rule. */
  private static final int SOURCES = 256;

  /** Google's limit for a name is 63; the rest is the prefix, the digest and a number. */
  private static final int WORDS = 30;

  private static final int DESCRIPTION = 200;

  /** The rules that accept what a destination has to accept: one, or more if it is very much. */
  public static List<FirewallRule> of(AcceptedSources acceptance, List<String> allowed) {
    List<String> sources = acceptance.sources().toStrings();
    List<FirewallRule> rules = new ArrayList<>();
    for (int from = 0; from < sources.size(); from += SOURCES) {
      String number = from == 0 ? "" : "-" + (from / SOURCES + 1);
      rules.add(
          new FirewallRule(
              name(acceptance) + number,
              description(acceptance),
              acceptance.destination(),
              List.copyOf(sources.subList(from, Math.min(from + SOURCES, sources.size()))),
              allowed));
    }
    return rules;
  }

  private static String name(AcceptedSources acceptance) {
    String words =
        acceptance
            .name()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    String cut = words.substring(0, Math.min(WORDS, words.length()));
    String digest =
        Hashing.sha256()
            .hashString(acceptance.name() + "\n" + acceptance.destination(), StandardCharsets.UTF_8)
            .toString()
            .substring(0, 8);
    return "composer-audit-" + cut + (cut.isEmpty() || cut.endsWith("-") ? "" : "-") + digest;
  }

  private static String description(AcceptedSources acceptance) {
    String name = acceptance.name();
    String cut =
        name.codePointCount(0, name.length()) <= DESCRIPTION
            ? name
            : name.substring(0, name.offsetByCodePoints(0, DESCRIPTION)) + "…";
    return "Composer Audit: Cloud Composer's addresses to " + cut;
  }
}
