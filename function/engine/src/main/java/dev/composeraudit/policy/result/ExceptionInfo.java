package dev.composeraudit.policy.result;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Describes an exception: what it covers, who is responsible for it, and when it ends.
 *
 * @param policies their names
 * @param owner who answers for it
 * @param ticket where it is tracked; blank if that is not said
 */
public record ExceptionInfo(
    String name, List<String> policies, Instant expiresAt, String owner, String ticket) {
  /** So long before it ends an exception is said to end soon. */
  public static final Duration SOON = Duration.ofDays(30);

  public ExceptionInfo {
    policies = List.copyOf(policies);
  }

  public boolean isExpired(Instant now) {
    return !now.isBefore(expiresAt);
  }

  /** Whether it ends within the next 30 days. */
  public boolean expiresSoon(Instant now) {
    return !isExpired(now) && !expiresAt.isAfter(now.plus(SOON));
  }

  /** Whole days until it ends; of one that has expired, since then. */
  public long days(Instant now) {
    return Duration.between(now, expiresAt).abs().toDays();
  }

  /** One line: when it ends or ended, who answers for it, where it is tracked. */
  public String status(Instant now) {
    String days = days(now) == 1 ? "1 day" : days(now) + " days";
    String when =
        isExpired(now)
            ? "expired on %s, %s ago".formatted(expiresAt, days)
            : "expires on %s, in %s".formatted(expiresAt, days);
    return "%s; owner %s%s".formatted(when, owner, ticket.isBlank() ? "" : "; ticket " + ticket);
  }
}
