package dev.composeraudit.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.access.AccessRemedy.AllowIngress;
import dev.composeraudit.access.AccessRemedy.EnableService;
import dev.composeraudit.access.AccessRemedy.GrantPermission;
import dev.composeraudit.access.AccessRemedy.PlaceReader;
import dev.composeraudit.access.AccessRemedy.Redeploy;
import dev.composeraudit.access.AccessRemedy.SignIn;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AccessCommandsTest {
  private static final String ACCOUNT = "audit@p-1.iam.gserviceaccount.com";

  /**
   * As another version of this program might word it, with the commands of something else in it.
   */
  private static final String REWORDED =
      "reading cluster projects/other-1: denied (grant roles/owner, or a.b.c;"
          + " gcloud services enable other.googleapis.com --project=other-1)";

  static List<AccessRemedy> remedies() {
    return List.of(
        grant(Optional.of("roles/container.viewer"), "projects/acme-data"),
        grant(Optional.empty(), "projects/acme-data"),
        new EnableService("container.googleapis.com", "123456"),
        new AllowIngress("compute.googleapis.com", "m", "projects/acme-data", Optional.of("u-1")),
        new PlaceReader("host-1", "shared", "europe-west1", "acme-data"),
        new SignIn(),
        new Redeploy("--with-composer-1"));
  }

  @ParameterizedTest
  @MethodSource("remedies")
  void theWordsOfTheHelpDoNotChangeTheCommands(AccessRemedy remedy) {
    List<String> commands = commands(Reason.FORBIDDEN, "first", remedy);

    assertThat(commands).isNotEmpty();
    assertThat(commands(Reason.FORBIDDEN, REWORDED, remedy)).isEqualTo(commands);
  }

  @Test
  void aHelpWithoutARemedyGivesNoCommand() {
    assertThat(new AccessCommands(ACCOUNT).of(new Unknown<>(Reason.PERMISSION_DENIED, REWORDED)))
        .isEmpty();
  }

  @Test
  void whatAControlPlaneAsksForIsGrantedToTheAccountThatItSees() {
    AccessRemedy grant = grant(Optional.of("roles/container.viewer"), "projects/acme-data");
    Unknown<Object> unknown = new Unknown<>(Reason.PERMISSION_DENIED, "denied", Optional.of(grant));

    assertThat(
            new AccessCommands("composer-audit@p-1.iam.gserviceaccount.com").of(unknown).toString())
        .contains("serviceAccount:composer-audit-clusters@p-1.iam.gserviceaccount.com");
    assertThat(
            new AccessCommands(ACCOUNT, "clusters@p-1.iam.gserviceaccount.com")
                .of(unknown)
                .toString())
        .contains("serviceAccount:clusters@p-1.iam.gserviceaccount.com");
  }

  @Test
  void aPermissionIsGrantedByItsRoleWhereItIsMissing() {
    assertThat(lines(grant(Optional.of("roles/container.viewer"), "projects/acme-data")))
        .containsExactly(
            "# the custom role that scripts/deploy makes has container.configMaps.get; or:",
            binding("projects add-iam-policy-binding acme-data"));
    assertThat(lines(grant(Optional.of("roles/container.viewer"), "folders/12")))
        .contains(binding("resource-manager folders add-iam-policy-binding 12"));
    assertThat(lines(grant(Optional.of("roles/container.viewer"), "organizations/34")))
        .contains(binding("organizations add-iam-policy-binding 34"));
  }

  @Test
  void aPermissionWithoutARoleIsAddedToACustomRole() {
    assertThat(lines(grant(Optional.empty(), "projects/acme-data")))
        .contains(
            "gcloud iam roles update ROLE --project=PROJECT"
                + " --add-permissions=container.configMaps.get");
  }

  @Test
  void anApiIsEnabledInItsProject() {
    assertThat(lines(new EnableService("container.googleapis.com", "123456")))
        .containsExactly("gcloud services enable container.googleapis.com --project=123456");
  }

  @Test
  void aDenialByAPerimeterIsNamedForItsOwner() {
    assertThat(
            lines(
                new AllowIngress(
                    "compute.googleapis.com", "m.get", "projects/p", Optional.of("u-1"))))
        .containsExactly(
            "# denied: m.get of compute.googleapis.com, projects/p, uid u-1",
            "# the perimeter's owner adds the rule that scripts/deploy ... --vpc-sc prints:",
            "gcloud access-context-manager perimeters update PERIMETER --policy=POLICY"
                + " --set-ingress-policies=FILE");
    assertThat(
            lines(new AllowIngress("compute.googleapis.com", "m", "projects/p", Optional.empty())))
        .contains("# denied: m of compute.googleapis.com, projects/p");
  }

  @Test
  void aReaderIsPlacedInTheClustersVpc() {
    assertThat(lines(new PlaceReader("host-1", "shared", "europe-west1", "acme-data")))
        .contains("scripts/deploy ... --reader-in host-1/shared/europe-west1/SUBNET=acme-data");
  }

  @Test
  void theRestIsOneCommandEach() {
    assertThat(lines(new Redeploy("--with-composer-1")))
        .containsExactly("scripts/deploy ... --with-composer-1");
    assertThat(lines(new SignIn()))
        .containsExactly(
            "gcloud auth application-default login --impersonate-service-account=" + ACCOUNT);
  }

  private static GrantPermission grant(Optional<String> role, String resource) {
    return new GrantPermission("container.configMaps.get", role, resource);
  }

  private static String binding(String command) {
    return "gcloud %s --member=serviceAccount:%s --role=roles/container.viewer --condition=None"
        .formatted(command, ACCOUNT);
  }

  private static List<String> lines(AccessRemedy remedy) {
    return commands(Reason.FORBIDDEN, "help", remedy);
  }

  private static List<String> commands(Reason reason, String help, AccessRemedy remedy) {
    return new AccessCommands(ACCOUNT).of(new Unknown<>(reason, help, Optional.of(remedy)));
  }
}
