package dev.composeraudit.policy.cel;

import dev.composeraudit.document.Excerpt;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as Composer, Airflow and GKE write them: numbers with dots between them, and perhaps
 * one of {@code preview}, {@code build} or {@code gke} with a number ({@code 2.10.5-build.12},
 * {@code 1.29.4-gke.1500}), perhaps after a {@code v}. Numbers that are left out are zero. A
 * preview comes before the version itself, a build after it.
 */
record DottedVersion(List<BigInteger> numbers, int stage, BigInteger count)
    implements Comparable<DottedVersion> {
  private static final Pattern FORM =
      Pattern.compile(
          "v?([0-9]{1,18}(?:\\.[0-9]{1,18}){0,4})(?:-(preview|build|gke)\\.([0-9]{1,18}))?");

  DottedVersion {
    numbers = List.copyOf(numbers);
  }

  /**
   * Reads a version.
   *
   * @throws IllegalArgumentException if the text is not of the form
   */
  static DottedVersion parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not a version such as 2.9.7 or 2.10.5-build.12: " + Excerpt.of(text));
    }
    List<BigInteger> numbers = new ArrayList<>();
    for (String number : matcher.group(1).split("\\.", -1)) {
      numbers.add(new BigInteger(number));
    }
    String suffix = matcher.group(2);
    if (suffix == null) {
      return new DottedVersion(numbers, 0, BigInteger.ZERO);
    }
    return new DottedVersion(
        numbers, suffix.equals("preview") ? -1 : 1, new BigInteger(matcher.group(3)));
  }

  /** -1, 0 or 1, as this one is older, the same or newer. */
  @Override
  public int compareTo(DottedVersion other) {
    for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
      int difference = number(i).compareTo(other.number(i));
      if (difference != 0) {
        return difference;
      }
    }
    return stage == other.stage
        ? count.compareTo(other.count)
        : Integer.compare(stage, other.stage);
  }

  private BigInteger number(int index) {
    return index < numbers.size() ? numbers.get(index) : BigInteger.ZERO;
  }
}
