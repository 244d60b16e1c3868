package dev.composeraudit.cli.diff;

import dev.composeraudit.address.Address;
import dev.composeraudit.address.AddressRange;
import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What changes, for every format to write.
 *
 * @param compared how many environments both sides have
 * @param environments those that change, come or go, the gravest change first
 * @param open how many results could be judged neither before nor after, for the same outcome
 * @param notes what was not compared, one line each
 * @param missing what could not be read, one line each
 */
public record DiffReport(
    int compared,
    List<EnvironmentChange> environments,
    long open,
    List<String> notes,
    List<String> missing) {
  public DiffReport {
    environments = List.copyOf(environments);
    notes = List.copyOf(notes);
    missing = List.copyOf(missing);
  }

  /** Which side has an environment. */
  enum Presence {
    BOTH,
    ONLY_BEFORE,
    ONLY_AFTER
  }

  /**
   * What changes of one environment.
   *
   * @param notes what else changes, one line each
   */
  record EnvironmentChange(
      String label,
      Presence presence,
      List<ResultChange> results,
      List<RangeChange> ranges,
      List<String> notes) {
    EnvironmentChange {
      results = List.copyOf(results);
      ranges = List.copyOf(ranges);
      notes = List.copyOf(notes);
    }

    boolean isEmpty() {
      return presence == Presence.BOTH && results.isEmpty() && ranges.isEmpty() && notes.isEmpty();
    }

    /** The gravest of its changes. */
    Effect effect() {
      Effect effect = Effect.BETTER;
      for (ResultChange result : results) {
        effect = effect.graver(result.effect());
      }
      for (RangeChange range : ranges) {
        effect = effect.graver(range.effect());
      }
      return results.isEmpty() && ranges.isEmpty() ? Effect.OTHER : effect;
    }
  }

  /**
   * Another result.
   *
   * @param before null if there was none
   * @param after null if there is none
   */
  record ResultChange(
      ResultKey key, @Nullable JudgedResult before, @Nullable JudgedResult after, Effect effect) {}

  /**
   * Destinations that see another source.
   *
   * @param example one packet to them
   * @param firewalls what the firewalls among them let through
   */
  record RangeChange(
      AddressRange range,
      Source before,
      Source after,
      Packet example,
      List<FirewallChange> firewalls,
      Effect effect) {
    RangeChange {
      firewalls = List.copyOf(firewalls);
    }
  }

  /**
   * A packet from a Pod.
   *
   * @param before the ranges of which its source address was one; empty if unknown
   * @param after the ranges of which its source address is one; empty if unknown
   */
  record Packet(Address destination, List<String> before, List<String> after) {
    Packet {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /**
   * Whether a destination's firewall lets a packet through.
   *
   * @param to the packet's destination
   */
  record FirewallChange(
      String binding, String destination, Address to, Acceptance before, Acceptance after) {}

  /** The gravest change of all; BETTER if there is none. */
  Effect effect() {
    Effect effect = Effect.BETTER;
    for (EnvironmentChange environment : environments) {
      effect = effect.graver(environment.effect());
    }
    return effect;
  }

  /** Whether something got worse. */
  public boolean isWorse() {
    return effect() == Effect.WORSE;
  }

  /** Whether it is not known that nothing got worse. */
  public boolean isUnknown() {
    return !missing.isEmpty() || effect() == Effect.UNKNOWN;
  }

  /** Whether something could not be read. */
  public boolean isPartial() {
    return !missing.isEmpty();
  }

  long count(Presence presence) {
    return environments.stream().filter(each -> each.presence() == presence).count();
  }

  long count(Effect effect) {
    return environments.stream().filter(each -> each.effect() == effect).count();
  }
}
