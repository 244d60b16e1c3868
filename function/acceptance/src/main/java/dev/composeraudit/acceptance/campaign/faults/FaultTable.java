package dev.composeraudit.acceptance.campaign.faults;

import dev.composeraudit.acceptance.campaign.faults.FaultCase.Call;
import dev.composeraudit.acceptance.campaign.faults.FaultCase.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Every call with every fault, and what has to come of it. */
public final class FaultTable {
  public static final List<String> FAULTS =
      List.of(
          "400",
          "401",
          "403",
          "403-iam",
          "403-vpc-service-controls",
          "403-service-disabled",
          "403-dns-endpoint",
          "403-rbac",
          "404-text",
          "404",
          "409",
          "429",
          "500",
          "503",
          "timeout",
          "reset",
          "truncated",
          "garbage",
          "wrong-ca");

  /** Those that take no waiting. */
  private static final Set<String> QUICK =
      Set.of("400", "403-iam", "404", "404-text", "409", "garbage", "wrong-ca", "503");

  /** What another attempt may not meet. */
  private static final Set<String> TRANSIENT =
      Set.of("429", "500", "503", "timeout", "reset", "truncated");

  /** The same for Security Command Center, whose findings change while others write them. */
  private static final Set<String> TRANSIENT_IN_SECURITY_CENTER =
      Set.of("409", "429", "500", "503", "timeout", "reset", "truncated", "garbage");

  private FaultTable() {}

  public static List<FaultCase> all() {
    List<FaultCase> cases = new ArrayList<>();
    for (Call call : Call.values()) {
      for (String fault : FAULTS) {
        cases.add(new FaultCase(call, fault, expected(call, fault)));
      }
    }
    return cases;
  }

  /** The cases that take no waiting. */
  public static List<FaultCase> quick() {
    return all().stream().filter(FaultTable::isQuick).toList();
  }

  private static boolean isQuick(FaultCase each) {
    // Each try of Security Command Center's trouble takes ten seconds.
    return QUICK.contains(each.fault())
        && !(each.call().isSecurityCenter() && each.expected() == Outcome.REDELIVERED);
  }

  private static Outcome expected(Call call, String fault) {
    if (!canBe(call, fault)) {
      return Outcome.CANNOT_BE;
    }
    if (call.isPublishing()) {
      return Outcome.REDELIVERED;
    }
    if (call.isSecurityCenter()) {
      return TRANSIENT_IN_SECURITY_CENTER.contains(fault)
          ? Outcome.REDELIVERED
          : Outcome.REFUSAL_RECORDED;
    }
    if (call.isKubernetes()) {
      // A control plane's trouble is an unknown, never a reason to deliver again.
      return fault.equals("404") && (call == Call.CONFIG_MAP || call == Call.DAEMON_SET)
          ? Outcome.TAKEN_AT_ITS_WORD
          : Outcome.COULD_NOT_JUDGE;
    }
    if (fault.equals("403-service-disabled") && isEnvironment(call)) {
      return Outcome.KEPT_AS_DEAD_LETTER;
    }
    if (fault.equals("404") && call == Call.ENVIRONMENT_AT_FIRST) {
      return Outcome.TAKEN_AT_ITS_WORD;
    }
    if (fault.equals("404") && call == Call.ENVIRONMENT_AT_LAST) {
      // Composer may be late to show it.
      return Outcome.REDELIVERED;
    }
    return TRANSIENT.contains(fault) ? Outcome.REDELIVERED : Outcome.COULD_NOT_JUDGE;
  }

  private static boolean isEnvironment(Call call) {
    return call == Call.ENVIRONMENT_AT_FIRST || call == Call.ENVIRONMENT_AT_LAST;
  }

  /** There is no wrong authority where there is no TLS, and only clusters have RBAC. */
  private static boolean canBe(Call call, String fault) {
    return switch (fault) {
      case "wrong-ca" -> call.isKubernetes() && call != Call.POLICIES_SECOND_PAGE;
      case "403-rbac", "403-dns-endpoint" -> call.isKubernetes();
      default -> true;
    };
  }
}
