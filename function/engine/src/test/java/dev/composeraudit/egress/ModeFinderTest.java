package dev.composeraudit.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import dev.composeraudit.egress.network.SourceReason;
import dev.composeraudit.subject.ComposerVersion;
import dev.composeraudit.subject.Part;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which kind of cluster an environment has, and what decides in it. */
final class ModeFinderTest {
  private static final String COMPOSER_1 = "composer-1.20.12-airflow-2.4.3";
  private static final String COMPOSER_2 = "composer-2.9.7-airflow-2.9.3";
  private static final String DATAPLANE_V2 =
      "{networkConfig: {datapathProvider: 'ADVANCED_DATAPATH'}}";

  private static Mode mode(SubjectFixture subject) {
    return subject.egress().mode();
  }

  @Test
  void composer3IsNotApplicableWhateverElseIsKnown() {
    assertThat(mode(SubjectFixture.of("composer-3-airflow-2.10.5"))).isEqualTo(Mode.NOT_APPLICABLE);
    assertThat(
            mode(
                SubjectFixture.of("composer-3-airflow-2.10.5-build.12")
                    .cluster("{autopilot: {enabled: true}}")
                    .policy("default", "10.0.0.0/8")))
        .isEqualTo(Mode.NOT_APPLICABLE);
  }

  @Test
  void aDataPlaneThatIsNotKnownDecidesNothingOnStandard() {
    SubjectFixture subject =
        SubjectFixture.of(COMPOSER_1)
            .cluster("{networkConfig: {datapathProvider: 'SOMETHING_NEW'}}")
            .policy("default", "10.0.0.0/8");

    assertThat(mode(subject)).isEqualTo(Mode.UNKNOWN);
    assertThat(subject.egress().network().nonMasqueradeSource().obstacles().toString())
        .contains("networkConfig.datapathProvider");
  }

  @Test
  void autopilotIsDecidedByItsPolicies() {
    assertThat(mode(SubjectFixture.of(COMPOSER_2).cluster("{autopilot: {enabled: true}}")))
        .isEqualTo(Mode.EGRESS_NAT_POLICY);
  }

  /** GKE before EgressNATPolicies is past its support; nothing is certain without policies. */
  @Test
  void anOldAutopilotIsDecidedByItsPoliciesToo() {
    SubjectFixture old =
        SubjectFixture.of(COMPOSER_2)
            .cluster("{autopilot: {enabled: true}, currentMasterVersion: '1.21.14-gke.18800'}");

    assertThat(mode(old)).isEqualTo(Mode.EGRESS_NAT_POLICY);
    assertThat(old.egress().trace(Destination.parse("10.0.0.1")).source())
        .isEqualTo(Source.UNKNOWN);
    assertThat(old.noPolicies().egress().trace(Destination.parse("10.0.0.1")).source())
        .isEqualTo(Source.UNKNOWN);
  }

  @Test
  void aDataplaneThatIsNotKnownMayHavePolicies() {
    SubjectFixture standard =
        SubjectFixture.of(COMPOSER_1).cluster("{networkConfig: {datapathProvider: 99}}").agent();

    assertThat(mode(standard)).isEqualTo(Mode.UNKNOWN);
    assertThat(mode(standard.noPolicies())).isEqualTo(Mode.UNKNOWN);
  }

  @Test
  void theClustersWordCountsWhereTheGenerationIsNotKnown() {
    String latest = "composer-latest-airflow-2";

    assertThat(mode(SubjectFixture.of(latest).cluster("{autopilot: {enabled: true}}")))
        .isEqualTo(Mode.EGRESS_NAT_POLICY);
    assertThat(mode(SubjectFixture.of(latest).cluster("{autopilot: {}}").agent()))
        .isEqualTo(Mode.IP_MASQ_AGENT);
  }

  @Test
  void aClusterOfComposer2ThatIsSaidToBeStandardAndHasNoPoliciesIsTakenAtItsWord() {
    assertThat(mode(SubjectFixture.of(COMPOSER_2).cluster("{autopilot: {}}").agent()))
        .isEqualTo(Mode.IP_MASQ_AGENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {COMPOSER_2, "composer-latest-airflow-2"})
  void aClusterThatLeavesOutItsKindDecidesNothing(String image) {
    SubjectFixture subject =
        SubjectFixture.of(image).cluster("{name: 'c'}").agent().config("{}").noPolicies();

    SourceTrace trace = subject.egress().trace(Destination.parse("8.8.8.8"));

    assertThat(mode(subject)).isEqualTo(Mode.UNKNOWN);
    assertThat(trace.source()).isEqualTo(Source.UNKNOWN);
    assertThat(trace.unknown().toString()).contains("autopilot is left out", "describe");
    assertThat(mode(subject.cluster("{name: 'c', autopilot: {}}"))).isEqualTo(Mode.IP_MASQ_AGENT);
  }

  /** It is another cluster's document, or leaves out fields. */
  @Test
  void aClusterOfAKindThatTheGenerationDoesNotHaveDecidesNothingIfThatIgnoresPolicies() {
    SubjectFixture autopilot =
        SubjectFixture.of(COMPOSER_1).cluster("{autopilot: {enabled: true}}").policy("default");
    SubjectFixture standard =
        SubjectFixture.of(COMPOSER_2)
            .cluster("{autopilot: {}}")
            .noAgent()
            .noConfig()
            .policy("default");

    for (SubjectFixture subject : List.of(autopilot, standard)) {
      SourceTrace trace = subject.egress().trace(Destination.parse("8.8.8.8"));
      assertThat(mode(subject)).isEqualTo(Mode.UNKNOWN);
      assertThat(trace.source()).isEqualTo(Source.UNKNOWN);
      assertThat(trace.unknown()).extracting("part").containsExactly(Part.CLUSTER);
      assertThat(subject.egress().unread()).isEqualTo(trace.unknown());
    }
  }

  @Test
  void withoutTheClusterTheGenerationShows() {
    assertThat(mode(SubjectFixture.of(COMPOSER_2))).isEqualTo(Mode.EGRESS_NAT_POLICY);
    assertThat(mode(SubjectFixture.of(COMPOSER_1).agent())).isEqualTo(Mode.IP_MASQ_AGENT);
    assertThat(mode(SubjectFixture.of("composer-4-airflow-3"))).isEqualTo(Mode.UNKNOWN);
    assertThat(mode(SubjectFixture.of("composer-latest-airflow-2"))).isEqualTo(Mode.UNKNOWN);
    assertThat(mode(SubjectFixture.of(""))).isEqualTo(Mode.UNKNOWN);
  }

  @Test
  void standardIsDecidedByTheAgentWhereItRuns() {
    SubjectFixture standard = SubjectFixture.of(COMPOSER_1).cluster("{name: 'c'}");
    assertThat(mode(standard)).isEqualTo(Mode.UNKNOWN);
    assertThat(mode(standard.noAgent())).isEqualTo(Mode.DEFAULT_SNAT);
    assertThat(mode(standard.agent())).isEqualTo(Mode.IP_MASQ_AGENT);
  }

  @Test
  void dataplaneV2OnStandardIsOpenIfItHasPolicies() {
    assertThat(mode(SubjectFixture.of(COMPOSER_1).cluster(DATAPLANE_V2).agent()))
        .isEqualTo(Mode.UNKNOWN);
    assertThat(mode(SubjectFixture.of(COMPOSER_1).cluster(DATAPLANE_V2).agent().noPolicies()))
        .isEqualTo(Mode.IP_MASQ_AGENT);
    assertThat(mode(SubjectFixture.of(COMPOSER_1).cluster(DATAPLANE_V2).agent().policy("default")))
        .isEqualTo(Mode.UNKNOWN);
    assertThat(mode(SubjectFixture.of(COMPOSER_1).cluster("{name: 'c'}").agent().policy("default")))
        .isEqualTo(Mode.IP_MASQ_AGENT);
  }

  @Test
  void whatKeepsTheModeUnknownBlocksEveryAnswer() {
    SourceTrace noCluster =
        SubjectFixture.of("composer-latest-airflow-2")
            .unknown("cluster", "NOT_YET", "it is being created")
            .egress()
            .trace(Destination.parse("10.0.0.0/8"));
    assertThat(noCluster.source()).isEqualTo(Source.UNKNOWN);
    assertThat(noCluster.reason()).isEqualTo(SourceReason.CONFIGURATION_UNKNOWN);
    assertThat(noCluster.unknown()).extracting("help").containsExactly("it is being created");

    SourceTrace noPolicies =
        SubjectFixture.of(COMPOSER_1)
            .cluster(DATAPLANE_V2)
            .unknown("egressNatPolicies", "RBAC_DENIED", "grant it")
            .egress()
            .trace(Destination.parse("::1"));
    assertThat(noPolicies.source()).isEqualTo(Source.UNKNOWN);
    assertThat(noPolicies.unknown()).extracting("help").containsExactly("grant it");
  }

  @ParameterizedTest
  @CsvSource({
    "composer-1.20.12-airflow-2.4.3, 1, 1.20.12, 2.4.3",
    "composer-1.17.10-airflow-1.10.15, 1, 1.17.10, 1.10.15",
    "composer-2-airflow-2, 2, 2, 2",
    "composer-2.9.7-preview.0-airflow-2.9.3, 2, 2.9.7-preview.0, 2.9.3",
    "composer-3-airflow-2.10.5-build.12, 3, 3, 2.10.5-build.12",
    "composer-3-airflow-3, 3, 3, 3"
  })
  void anImageVersionShowsTheGeneration(
      String image, int generation, String composer, String airflow) {
    assertThat(version(image)).contains(new ComposerVersion(generation, image, composer, airflow));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "composer-latest-airflow-2",
        "composer-0-airflow-2",
        // Whether its cluster is the customer's own cannot be told.
        "composer-4.0.0-airflow-3",
        "composer-10.0.1-airflow-3",
        "composer-02-airflow-2",
        "composer-2",
        "composer-2-airflow-",
        "composer-2.9-airflow-2",
        "composer-2.9.7-airflow-2.9.3.1",
        "composer-2.9.7-airflow-latest",
        "composer-1000-airflow-2",
        "xcomposer-2-airflow-2",
        "composer-2-airflow-2 "
      })
  void whatIsNoImageVersionShowsNothing(String image) {
    assertThat(version(image)).isEmpty();
  }

  private static Optional<ComposerVersion> version(String image) {
    Environment.Builder environment = Environment.newBuilder();
    environment.getConfigBuilder().getSoftwareConfigBuilder().setImageVersion(image);
    return ComposerVersion.of(environment.build());
  }
}
