package dev.composeraudit.cli.accept;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads when something ends: a day, which is its beginning in UTC, or a time. */
final class Until implements ITypeConverter<Instant> {
  /** As long as an exception may last. */
  static final Duration LONGEST = Duration.ofDays(366);

  @Override
  public Instant convert(String text) {
    try {
      return text.length() == "2027-03-31".length()
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeException malformed) {
      throw new TypeConversionException(
          "must be a day such as 2027-03-31 or a time such as 2027-03-31T18:00:00Z, is " + text);
    }
  }
}
