package dev.composeraudit.egress.agent;

import java.time.YearMonth;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Timestamps as go-yaml reads them: four formats of Go's {@code time.Parse}. */
final class GoTimestamp {
  private static final Pattern DATE_AND_TIME =
      Pattern.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:[Tt]|( +))([0-9:.,]+)(.*))?");
  private static final Pattern TIME =
      Pattern.compile("([01]?[0-9]|2[0-3]):[0-5]?[0-9]:[0-5]?[0-9]([.,][0-9]+)?");
  private static final Pattern ZONE = Pattern.compile("Z|[-+]([01][0-9]|2[0-4]):([0-5][0-9]|60)");
  // Go 1.19 takes these, later versions do not.
  private static final Pattern ODD_ZONE = Pattern.compile("[-+][-+0-9][0-9]:[-+0-9][0-9]");

  private GoTimestamp() {}

  /** Whether the text is a date, alone or with a time; behind T, it needs a zone. */
  static boolean isTimestamp(String text) throws RejectedConfigException {
    Matcher parts = DATE_AND_TIME.matcher(text);
    if (!parts.matches() || !isDate(parts)) {
      return false;
    }
    String time = parts.group(5);
    if (time == null) {
      return true;
    }
    if (!TIME.matcher(time).matches()) {
      return false;
    }
    String zone = parts.group(6);
    if (parts.group(4) != null) {
      return zone.isEmpty();
    }
    if (!ZONE.matcher(zone).matches() && ODD_ZONE.matcher(zone).matches()) {
      throw RejectedConfigException.unforeseeable("agents differ about offsets of more than a day");
    }
    return ZONE.matcher(zone).matches();
  }

  private static boolean isDate(Matcher parts) {
    int month = Integer.parseInt(parts.group(2));
    return month >= 1
        && month <= 12
        && YearMonth.of(Integer.parseInt(parts.group(1)), month)
            .isValidDay(Integer.parseInt(parts.group(3)));
  }
}
