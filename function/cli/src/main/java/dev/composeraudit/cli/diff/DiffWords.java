package dev.composeraudit.cli.diff;

import dev.composeraudit.address.AddressRange;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.cli.diff.DiffReport.EnvironmentChange;
import dev.composeraudit.cli.diff.DiffReport.FirewallChange;
import dev.composeraudit.cli.diff.DiffReport.Packet;
import dev.composeraudit.cli.diff.DiffReport.Presence;
import dev.composeraudit.cli.diff.DiffReport.RangeChange;
import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.Source;
import dev.composeraudit.policy.result.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person reads about changes, in whatever format. */
final class DiffWords {
  private DiffWords() {}

  /** A range as a CIDR if it is one, otherwise its first and last address. */
  static String range(AddressRange range) {
    List<Cidr> cidrs = range.toCidrs();
    return cidrs.size() == 1 ? cidrs.get(0).toString() : range.first() + " - " + range.last();
  }

  /** The policy, and the binding and destination where there are several. */
  static String about(ResultKey key) {
    String binding = key.binding().isEmpty() ? "" : ", binding " + key.binding();
    String destination = key.destination().isEmpty() ? "" : ", destination " + key.destination();
    return key.policy() + binding + destination;
  }

  /** An outcome with how much it matters. */
  static String outcome(@Nullable JudgedResult result) {
    if (result == null) {
      return "no result";
    }
    return result.outcome() == Outcome.FAIL
        ? "FAIL (%s)".formatted(result.severity())
        : result.outcome().name();
  }

  /** The reason of a result, one line. */
  static String why(@Nullable JudgedResult result) {
    return result == null ? "there is no such result" : String.join("; ", result.messages());
  }

  /** What a packet shows of a change. */
  static String example(RangeChange change) {
    Packet packet = change.example();
    return "a packet to %s comes from %s; before, from %s"
        .formatted(
            packet.destination(),
            source(change.after(), packet.after()),
            source(change.before(), packet.before()));
  }

  private static String source(Source source, List<String> ranges) {
    String whose =
        switch (source) {
          case POD -> "a Pod's address";
          case NODE -> "a node's address";
          case MIXED, UNKNOWN -> "an unknown address";
        };
    return ranges.isEmpty() ? whose : whose + " (" + String.join(", ", ranges) + ")";
  }

  /** What a firewall does with a packet. */
  static String firewall(FirewallChange change) {
    String binding = change.binding().isEmpty() ? "" : ", binding " + change.binding();
    return "%s (%s%s): before %s, after %s"
        .formatted(
            change.destination(),
            change.to(),
            binding,
            acceptance(change.before()),
            acceptance(change.after()));
  }

  private static String acceptance(Acceptance acceptance) {
    return switch (acceptance) {
      case YES -> "let through";
      case NO -> "not let through";
      case IN_PART -> "let through in part";
      case UNKNOWN -> "cannot be told";
    };
  }

  /** What is to be said of an environment that only one side has; blank if both have it. */
  static String presence(Presence presence) {
    return switch (presence) {
      case BOTH -> "";
      case ONLY_BEFORE -> "only before";
      case ONLY_AFTER -> "only after";
    };
  }

  /** All in one line. */
  static String headline(DiffReport report) {
    List<String> parts = new ArrayList<>();
    long worse = report.count(Effect.WORSE);
    long unknown = report.count(Effect.UNKNOWN);
    int changed = report.environments().size();
    parts.add(changed == 0 ? "nothing changes" : differ(changed));
    if (worse > 0) {
      parts.add(worse + (worse == 1 ? " gets worse" : " get worse"));
    }
    if (unknown > 0) {
      parts.add(unknown + " cannot be told");
    }
    if (report.isPartial()) {
      parts.add("not everything could be read");
    }
    return String.join(", ", parts);
  }

  /** What was compared, in one line. */
  static String counts(DiffReport report) {
    String open =
        report.open() == 0
            ? ""
            : "; %d %s be judged neither before nor after"
                .formatted(report.open(), report.open() == 1 ? "result can" : "results can");
    return "%s compared, %d only before, %d only after%s"
        .formatted(
            environments(report.compared()),
            report.count(Presence.ONLY_BEFORE),
            report.count(Presence.ONLY_AFTER),
            open);
  }

  private static String differ(int count) {
    return environments(count) + (count == 1 ? " differs" : " differ");
  }

  private static String environments(int count) {
    return count == 1 ? "1 environment" : count + " environments";
  }

  /** The environment, and on which side it is where that is one only. */
  static String title(EnvironmentChange change) {
    String presence = presence(change.presence());
    return presence.isEmpty() ? change.label() : change.label() + " (" + presence + ")";
  }
}
