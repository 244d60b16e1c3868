package dev.composeraudit.cli.doctor;

import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.access.AccessRemedy.AllowIngress;
import dev.composeraudit.access.AccessRemedy.EnableService;
import dev.composeraudit.access.AccessRemedy.GrantPermission;
import dev.composeraudit.access.AccessRemedy.PlaceReader;
import dev.composeraudit.access.AccessRemedy.Redeploy;
import dev.composeraudit.access.AccessRemedy.SignIn;
import dev.composeraudit.subject.Observed.Unknown;
import java.util.List;
import java.util.Set;

/**
 * Prints what would help against an unknown part, as commands, and as comments where no command
 * does it. The commands come from the structured remedy alone; the help is for people.
 */
final class AccessCommands {
  /** What reading a cluster takes of the account that control planes see. */
  private static final Set<String> OF_CONTROL_PLANES =
      Set.of(
          "container.clusters.connect",
          "container.thirdPartyObjects.list",
          "container.configMaps.get",
          "container.daemonSets.get");

  /**
   * The account of a deployment by {@code scripts/deploy}; the one for control planes beside it.
   */
  private static final String DEPLOYED = "composer-audit@";

  private final String account;
  private final String clustersAccount;

  /**
   * @param account of the function, in commands
   */
  AccessCommands(String account) {
    this(
        account,
        account.startsWith(DEPLOYED)
            ? "composer-audit-clusters@" + account.substring(DEPLOYED.length())
            : account);
  }

  /**
   * @param account of the function, in commands
   * @param clustersAccount that control planes see
   */
  AccessCommands(String account, String clustersAccount) {
    this.account = account;
    this.clustersAccount = clustersAccount;
  }

  /** Commands and comments, a line each; none if it is not known what would help. */
  List<String> of(Unknown<?> unknown) {
    return unknown.remedy().map(this::lines).orElse(List.of());
  }

  private List<String> lines(AccessRemedy remedy) {
    // Java 17 has no switch over a sealed type.
    if (remedy instanceof GrantPermission grant) {
      return grant.role().map(role -> grant(grant, role)).orElseGet(() -> addToRole(grant));
    }
    if (remedy instanceof EnableService enable) {
      return List.of(
          "gcloud services enable %s --project=%s".formatted(enable.service(), enable.project()));
    }
    if (remedy instanceof AllowIngress ingress) {
      return allow(ingress);
    }
    if (remedy instanceof PlaceReader reader) {
      return List.of(
          "# one for all projects with clusters in that network and region, as in =P,Q:",
          "scripts/deploy ... --reader-in %s/%s/%s/SUBNET=%s"
              .formatted(
                  reader.hostProject(), reader.network(), reader.region(), reader.project()));
    }
    if (remedy instanceof Redeploy deployment) {
      return List.of("scripts/deploy ... " + deployment.option());
    }
    if (remedy instanceof SignIn) {
      return List.of(
          "gcloud auth application-default login --impersonate-service-account=" + account);
    }
    throw new IllegalStateException("no commands for " + remedy.action());
  }

  private List<String> grant(GrantPermission grant, String role) {
    return List.of(
        "# the custom role that scripts/deploy makes has %s; or:".formatted(grant.permission()),
        "gcloud %s add-iam-policy-binding %s --member=serviceAccount:%s --role=%s --condition=None"
            .formatted(collection(grant.resource()), id(grant.resource()), member(grant), role));
  }

  private String member(GrantPermission grant) {
    return OF_CONTROL_PLANES.contains(grant.permission()) ? clustersAccount : account;
  }

  private static List<String> addToRole(GrantPermission grant) {
    return List.of(
        "# no predefined role is known for it; add it to a custom role that the account has:",
        "gcloud iam roles update ROLE --project=PROJECT --add-permissions=" + grant.permission());
  }

  private static List<String> allow(AllowIngress ingress) {
    String denied =
        "# denied: %s of %s, %s%s"
            .formatted(
                ingress.method(),
                ingress.service(),
                ingress.resource(),
                ingress.uid().map(uid -> ", uid " + uid).orElse(""));
    return List.of(
        denied,
        "# the perimeter's owner adds the rule that scripts/deploy ... --vpc-sc prints:",
        "gcloud access-context-manager perimeters update PERIMETER --policy=POLICY"
            + " --set-ingress-policies=FILE");
  }

  /** The commands of gcloud for a kind of resource: that of {@code folders/N}. */
  private static String collection(String resource) {
    return resource.startsWith("folders/")
        ? "resource-manager folders"
        : resource.substring(0, resource.indexOf('/'));
  }

  private static String id(String resource) {
    return resource.substring(resource.indexOf('/') + 1);
  }
}
