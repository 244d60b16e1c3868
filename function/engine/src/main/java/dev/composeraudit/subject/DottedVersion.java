package dev.composeraudit.subject;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A version as Composer, Airflow and GKE write them: numbers with dots between them, and perhaps
 * one of {@code preview}, {@code build} or {@code gke} with numbers of its own ({@code
 * 2.10.5-build.12}, {@code 1.29.4-gke.1500}), perhaps after a {@code v}. Numbers that are left out
 * are zero. A preview comes before the version itself, a build after it.
 *
 * @param stage -1 of a preview, 1 of a build, 0 of the version itself
 * @param counts the numbers of the preview or build
 */
public record DottedVersion(List<BigInteger> numbers, int stage, List<BigInteger> counts)
    implements Comparable<DottedVersion> {
  private static final Pattern FORM =
      Pattern.compile(
          "v?([0-9]{1,18}(?:\\.[0-9]{1,18}){0,4})"
              + "(?:-(preview|build|gke)\\.([0-9]{1,18}(?:\\.[0-9]{1,18}){0,4}))?");
  private static final Comparator<DottedVersion> ORDER =
      Comparator.comparing(DottedVersion::numbers, DottedVersion::compare)
          .thenComparing(DottedVersion::stage)
          .thenComparing(DottedVersion::counts, DottedVersion::compare);

  public DottedVersion {
    numbers = List.copyOf(numbers);
    counts = List.copyOf(counts);
  }

  /** Reads a version. Empty if the text is not of the form. */
  public static Optional<DottedVersion> of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new DottedVersion(
            split(matcher.group(1)), stageOf(matcher.group(2)), split(matcher.group(3))));
  }

  private static int stageOf(@Nullable String word) {
    return word == null ? 0 : word.equals("preview") ? -1 : 1;
  }

  private static List<BigInteger> split(@Nullable String dotted) {
    return dotted == null
        ? List.of()
        : Stream.of(dotted.split("\\.", -1)).map(BigInteger::new).toList();
  }

  /** Negative, 0 or positive, as this one is older, the same or newer. */
  @Override
  public int compareTo(DottedVersion other) {
    return ORDER.compare(this, other);
  }

  private static int compare(List<BigInteger> one, List<BigInteger> other) {
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      int difference = number(one, i).compareTo(number(other, i));
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static BigInteger number(List<BigInteger> numbers, int index) {
    return index < numbers.size() ? numbers.get(index) : BigInteger.ZERO;
  }
}
