package dev.composeraudit.acceptance.campaign.creations;

import java.time.Duration;

/**
 * How large a campaign of creations is.
 *
 * @param seed of all that is left to chance, except what threads do to each other
 * @param pubsub {@code embedded} or {@code emulator}
 * @param functions processes of the function
 * @param wave how many creations are under way together; each wave is checked before the next
 * @param poison messages that nobody can read
 * @param doomed creations of which Composer never answers
 * @param faults percent of the calls that meet one
 */
public record CreationPlan(
    long seed,
    String pubsub,
    int functions,
    int creations,
    int wave,
    int kills,
    int poison,
    int doomed,
    double faults,
    Duration patience) {
  public static CreationPlan full(long seed) {
    return new CreationPlan(
        seed, "embedded", 3, 10_000, 250, 200, 100, 5, 30, Duration.ofMinutes(15));
  }

  /** What CI runs. */
  public static CreationPlan brief(long seed) {
    return new CreationPlan(seed, "embedded", 2, 40, 40, 3, 4, 0, 30, Duration.ofMinutes(3));
  }

  /** Over the Cloud SDK's emulator, which can't tell what it still has to deliver. */
  public static CreationPlan emulated(long seed) {
    return new CreationPlan(seed, "emulator", 2, 1_000, 200, 20, 20, 2, 30, Duration.ofMinutes(15));
  }

  public CreationPlan withCreations(int number, int killed) {
    return new CreationPlan(
        seed,
        pubsub,
        functions,
        number,
        Math.min(wave, number),
        killed,
        Math.max(1, number / 100),
        doomed,
        faults,
        patience);
  }
}
