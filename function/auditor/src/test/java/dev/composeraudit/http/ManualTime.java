package dev.composeraudit.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A clock that goes on only when somebody sleeps, which takes no time. */
public final class ManualTime extends Clock implements Sleeper {
  public static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private final List<Duration> slept = new ArrayList<>();
  private Instant now;

  public ManualTime() {
    this(START);
  }

  public ManualTime(Instant now) {
    this.now = now;
  }

  /** Lets time go on although nobody sleeps. */
  public synchronized void pass(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public synchronized void sleep(Duration duration) {
    slept.add(duration);
    now = now.plus(duration);
  }

  public synchronized List<Duration> slept() {
    return List.copyOf(slept);
  }

  public Deadline deadline() {
    return Deadline.in(Deadline.EVENT, this);
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
