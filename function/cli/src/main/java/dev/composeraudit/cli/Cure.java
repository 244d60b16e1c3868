package dev.composeraudit.cli;

import com.google.container.v1.Cluster;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Subject;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to do so that a part can be seen: the commands, as far as there are some. */
final class Cure {
  // The words of what cannot be seen, as fetch writes them.
  private static final Pattern GRANT = Pattern.compile("grant (roles/[A-Za-z.]+), or ([A-Za-z.]+)");
  private static final Pattern ENABLE = Pattern.compile("gcloud services enable [^)]+");
  private static final Pattern PROJECT = Pattern.compile("projects/([a-z0-9][a-z0-9.:-]*)");
  private static final Pattern NETWORK =
      Pattern.compile("projects/([^/]+)/global/networks/([^/ )]+)");

  private final String account;

  /**
   * @param account of the function, in commands
   */
  Cure(String account) {
    this.account = account;
  }

  List<String> of(Unknown<?> unknown, Subject subject) {
    String help = unknown.help();
    return switch (unknown.reason()) {
      case PERMISSION_DENIED, RBAC_DENIED, FORBIDDEN -> grant(help);
      case SERVICE_DISABLED -> first(ENABLE, help);
      case VPC_SERVICE_CONTROLS ->
          List.of(
              "# the perimeter's owner adds the rule that scripts/deploy ... --vpc-sc prints:",
              "gcloud access-context-manager perimeters update PERIMETER --policy=POLICY"
                  + " --set-ingress-policies=FILE");
      case CONTROL_PLANE_UNREACHABLE, DNS_ENDPOINT_DISALLOWED -> reader(subject);
      case UNAUTHENTICATED ->
          List.of("gcloud auth application-default login --impersonate-service-account=" + account);
      case NOT_READ -> List.of("scripts/deploy ... --with-composer-1");
      case NOT_YET,
          NOT_PROVIDED,
          NOT_FOUND,
          UNTRUSTED_CERTIFICATE,
          UNREADABLE,
          REFUSED,
          INDETERMINATE ->
          List.of();
    };
  }

  private List<String> grant(String help) {
    Matcher grant = GRANT.matcher(help);
    Matcher project = PROJECT.matcher(help);
    if (!grant.find() || !project.find()) {
      return List.of();
    }
    return List.of(
        "# the custom role that scripts/deploy makes has %s; or:".formatted(grant.group(2)),
        "gcloud projects add-iam-policy-binding %s --member=serviceAccount:%s --role=%s --condition=None"
            .formatted(project.group(1), account, grant.group(1)));
  }

  /** Where a reader belongs, from the cluster's own document. */
  private static List<String> reader(Subject subject) {
    if (!(subject.cluster() instanceof Known<Cluster> known)) {
      return List.of();
    }
    Matcher network = NETWORK.matcher(known.value().getNetworkConfig().getNetwork());
    if (!network.matches()) {
      return List.of();
    }
    return List.of(
        "# one for all projects with clusters in that network and region, as in =P,Q:",
        "scripts/deploy ... --reader-in %s/%s/%s/SUBNET=%s"
            .formatted(
                network.group(1),
                network.group(2),
                subject.name().location(),
                subject.name().project()));
  }

  private static List<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? List.of(matcher.group()) : List.of();
  }
}
