package dev.composeraudit.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.agent.AgentDaemonSet;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectReaderTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String HEAD =
      """
      apiVersion: composer-audit/v1
      kind: Subject
      """;
  private static final String ENVIRONMENT =
      """
      environment:
        name: projects/p-1/locations/l/environments/e
        state: RUNNING
        notInTheProto: {a: 1}
        config: {nodeConfig: {enableIpMasqAgent: true}}
      """;

  @Test
  void whatADocumentDoesNotHoldIsUnknownAndNotNone() throws InvalidDocumentsException {
    Subject subject = read(HEAD + ENVIRONMENT);

    assertThat(subject.name()).hasToString("projects/p-1/locations/l/environments/e");
    assertThat(subject.environment())
        .isInstanceOfSatisfying(
            Known.class,
            known -> assertThat(((Environment) known.value()).getStateValue()).isEqualTo(2));
    for (Part<?> part : Part.all()) {
      if (part != Part.ENVIRONMENT) {
        assertThat(subject.get(part))
            .isEqualTo(
                new Unknown<>(
                    Reason.NOT_PROVIDED,
                    "the document has no " + part.key() + "; add it to judge by it"));
      }
    }
    assertThat(subject.trigger()).isEqualTo(Trigger.document(NOW));
    assertThat(subject.observer()).isEqualTo("document");
    assertThat(subject.observedAt()).isEqualTo(NOW);
  }

  @Test
  void aPartIsUnknownForTheReasonThatTheDocumentGives() throws InvalidDocumentsException {
    Subject subject =
        read(
            HEAD
                + ENVIRONMENT
                + "unknown: {cluster: {reason: not_yet, help: soon},"
                + " environment.config.gkeCluster: {reason: PERMISSION_DENIED}}");

    assertThat(subject.cluster()).isEqualTo(new Unknown<>(Reason.NOT_YET, "soon"));
    assertThat(subject.unknownFields())
        .isEqualTo(Map.of("config.gkeCluster", new Unknown<>(Reason.PERMISSION_DENIED, "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "~", ""})
  void theAgentsObjectsMayBeObservedAsNone(String none) throws InvalidDocumentsException {
    Subject subject =
        read(
            HEAD
                + ENVIRONMENT
                + "ipMasqAgentConfig: %s\nipMasqAgentDaemonSet: %s\n".formatted(none, none));

    assertThat(subject.ipMasqAgentConfig()).isEqualTo(new Known<>(Optional.empty()));
    assertThat(subject.ipMasqAgentDaemonSet()).isEqualTo(new Known<>(Optional.empty()));
  }

  @Test
  void egressPoliciesMayStandInAListOrInAListObject() throws InvalidDocumentsException {
    String policy =
        "{kind: EgressNATPolicy, metadata: {name: gke-1a2b3c4d-1}, spec: {action: NoSNAT,"
            + " destinations: [{cidr: 10.0.0.0/8}]}}";
    Observed<List<EgressNatPolicy>> expected =
        new Known<>(
            List.of(
                new EgressNatPolicy(
                    "gke-1a2b3c4d-1", true, "NoSNAT", List.of("10.0.0.0/8"), List.of())));

    assertThat(read(HEAD + ENVIRONMENT + "egressNatPolicies: [" + policy + "]").egressNatPolicies())
        .isEqualTo(expected);
    assertThat(
            read(HEAD + ENVIRONMENT + "egressNatPolicies: {kind: List, items: [" + policy + "]}")
                .egressNatPolicies())
        .isEqualTo(expected);
  }

  @Test
  void theFirstPageOfAListIsNotTheList() throws InvalidDocumentsException {
    assertThat(
            read(HEAD + ENVIRONMENT + "egressNatPolicies: {metadata: {continue: abc}, items: []}")
                .egressNatPolicies())
        .isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "egressNatPolicies | [{metadata: {name: a, deletionTimestamp: '2026-11-23T00:00:00Z'}}]",
        "ipMasqAgentConfig | {metadata: {deletionTimestamp: '2026-11-23T00:00:00Z'}, data: {}}",
        "ipMasqAgentDaemonSet | {metadata: {deletionTimestamp: '2026-11-23T00:00:00Z'}}"
      })
  void anObjectThatIsBeingDeletedMayCountOrNot(String key, String object)
      throws InvalidDocumentsException {
    Part<?> part = Part.ofKey(key).orElseThrow();
    Subject subject = read(HEAD + ENVIRONMENT + key + ": " + object);

    assertThat(((Unknown<?>) subject.get(part)).reason()).isEqualTo(Reason.INDETERMINATE);
    assertThat(((Unknown<?>) subject.get(part)).help()).contains("is being deleted");
    assertThat(read(HEAD + ENVIRONMENT + key + ": " + object.replaceAll("'.*Z'", "null")).get(part))
        .isInstanceOf(Known.class);
  }

  @Test
  void twoPoliciesOfOneNameAreNotOfOneCluster() throws InvalidDocumentsException {
    String policy =
        "{metadata: {name: a}, spec: {action: NoSNAT, destinations: [{cidr: 10.%d.0.0/16}]}}";
    String list = HEAD + ENVIRONMENT + "egressNatPolicies: [%s, %s]";

    Subject two = read(list.formatted(policy.formatted(1), policy.formatted(2)));
    assertThat(((Unknown<?>) two.egressNatPolicies()).help())
        .contains("two different EgressNATPolicies \"a\"");
    Subject same = read(list.formatted(policy.formatted(1), policy.formatted(1)));
    assertThat(same.egressNatPolicies()).isInstanceOf(Known.class);
  }

  @Test
  void aPolicyOfAnotherShapeIsKeptWithItsProblems() throws InvalidDocumentsException {
    Subject subject =
        read(
            HEAD
                + ENVIRONMENT
                + "egressNatPolicies: [{metadata: {name: a}, spec: {action: SNAT, destinations:"
                + " [10.0.0.0/8, {cidr: 1}, {cidr: x, more: y}]}}]");

    assertThat(((Known<List<EgressNatPolicy>>) subject.egressNatPolicies()).value().get(0))
        .satisfies(
            policy -> {
              assertThat(policy.cidrs()).isEmpty();
              assertThat(policy.problems())
                  .containsExactly(
                      "spec.action: must be NoSNAT, is \"SNAT\"",
                      "spec.destinations[0]: must be an object with one key, cidr, whose value is"
                          + " a string",
                      "spec.destinations[1]: must be an object with one key, cidr, whose value is"
                          + " a string",
                      "spec.destinations[2]: must be an object with one key, cidr, whose value is"
                          + " a string");
            });
  }

  @Test
  void ofSeveralContainersOnlyTheAgentsCount() throws InvalidDocumentsException {
    String set =
        "ipMasqAgentDaemonSet: {kind: DaemonSet, spec: {template: {spec: {containers: ["
            + "{name: sidecar, args: [--x]}, {name: %s, command: [/a], args: [--enable-ipv6]}]}}}}";

    assertThat(read(HEAD + ENVIRONMENT + set.formatted("ip-masq-agent")).ipMasqAgentDaemonSet())
        .isInstanceOfSatisfying(
            Known.class,
            known ->
                assertThat(known.value())
                    .asInstanceOf(
                        org.assertj.core.api.InstanceOfAssertFactories.optional(
                            AgentDaemonSet.class))
                    .map(AgentDaemonSet::commandLine)
                    .contains(List.of("/a", "--enable-ipv6")));
    assertThat(mistakes(HEAD + ENVIRONMENT + set.formatted("other")))
        .singleElement()
        .asString()
        .contains("no container is named ip-masq-agent");
  }

  @ParameterizedTest
  @CsvSource({
    "projects/p-1/locations/l/clusters/c, true",
    "projects/p-1/zones/l-a/clusters/c, true",
    "projects/123/locations/l/clusters/c, true",
    "projects/p-1/locations/l/clusters/d, false",
    "projects/p-2/locations/l/clusters/c, false",
    "projects/p-1/locations/m/clusters/c, false"
  })
  void aClusterThatTheEnvironmentDoesNotNameIsUnknown(String given, boolean known)
      throws InvalidDocumentsException {
    Subject subject =
        read(
            HEAD
                + "environment: {name: projects/p-1/locations/l/environments/e, config:"
                + " {gkeCluster: projects/p-1/locations/l/clusters/c}}\ncluster: {selfLink:"
                + " 'https://container.googleapis.com/v1/"
                + given
                + "'}");

    assertThat(subject.cluster() instanceof Known).isEqualTo(known);
    if (!known) {
      assertThat(((Unknown<?>) subject.cluster()).reason()).isEqualTo(Reason.REFUSED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "{name: c}, true",
    "'{name: c, location: l}', true",
    "'{name: c, location: m}', false",
    "{name: d}, false",
    "{currentMasterVersion: 1.33.5-gke.1}, true"
  })
  void withoutALinkTheNameOfTheClusterCounts(String cluster, boolean known)
      throws InvalidDocumentsException {
    Subject subject =
        read(
            HEAD
                + "environment: {name: projects/p-1/locations/l/environments/e, config:"
                + " {gkeCluster: projects/p-1/locations/l/clusters/c}}\ncluster: "
                + cluster);

    assertThat(subject.cluster() instanceof Known).isEqualTo(known);
  }

  @Test
  void severalSubjectsMayStandInOneFile() throws InvalidDocumentsException {
    String document = HEAD + ENVIRONMENT;

    assertThat(reader().read(new SourceFile("file", document + "---\n" + document))).hasSize(2);
  }

  @Test
  void aTriggerIsReadWhole() throws InvalidDocumentsException {
    assertThat(
            read(HEAD
                    + ENVIRONMENT
                    + "trigger: {kind: create-first, principal: a, method: m, time:"
                    + " '2026-01-01T00:00:00Z'}")
                .trigger())
        .isEqualTo(
            new Trigger(
                Trigger.Kind.CREATE_FIRST, "a", "m", Instant.parse("2026-01-01T00:00:00Z"), ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          enviroment: {}                                         | a Subject has no key
          egressNatPolicies: null                                | leave it out if it is unknown
          egressNatPolicies: {}                                  | or a List object with items
          egressNatPolicies: {kind: EgressNATPolicy, spec: {}}   | or a List object with items
          egressNatPolicies: {kind: ConfigMapList, items: []}    | kind: must be List or EgressNATPolicyList
          egressNatPolicies: [1]                                 | must be an object
          egressNatPolicies: [{spec: {}}]                        | metadata.name: missing
          subnetworks: {}                                        | must be a list
          subnetworks: [{ipCidrRange: 10.0.0.0/8}]               | selfLink
          cluster: []                                            | must be an object
          cluster: {autopilot: {enabled: maybe}}                 | cluster
          ipMasqAgentConfig: {kind: Secret}                      | must be ConfigMap
          ipMasqAgentConfig: {data: {config: [1]}}               | must be a string
          ipMasqAgentDaemonSet: {kind: Deployment}               | must be DaemonSet
          unknown: {cluster: {reason: BECAUSE}}                  | reason must be one of
          unknown: {cluster: {reson: NOT_YET}}                   | no such key
          unknown: {clutser: {reason: NOT_YET}}                  | no such part
          unknown: {environment.config.gkeClutser: {reason: NOT_YET}} | no such part
          unknown: {environment.: {reason: NOT_YET}}             | no such part
          unknown: {environment.name.more: {reason: NOT_YET}}    | no such part
          trigger: {kind: creation}                              | no such kind
          trigger: {time: yesterday}                             | RFC 3339
          trigger: {when: yesterday}                             | no such key
          """)
  void anErrorIsNamedAndNeverIgnored(String part, String expected) {
    assertThat(mistakes(HEAD + ENVIRONMENT + part))
        .anySatisfy(it -> assertThat(it).contains(expected));
  }

  @Test
  void aPartCannotBeGivenAndUnknown() {
    assertThat(mistakes(HEAD + ENVIRONMENT + "cluster: {}\nunknown: {cluster: {reason: NOT_YET}}"))
        .singleElement()
        .asString()
        .startsWith("file:9:")
        .contains("cluster is given, and is also listed as unknown; remove one of the two");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "environment: {}\n",
        "environment: {name: e}\n",
        "environment: [1]\n",
        "environment: {name: projects/p-1/locations/l/environments/E}\n"
      })
  void aSubjectIsAboutAnEnvironment(String environment) {
    assertThat(mistakes(HEAD + environment)).isNotEmpty();
  }

  @Test
  void allErrorsAreNamedAtOnce() {
    assertThat(mistakes("kind: Thing\n" + ENVIRONMENT + "x: 1\ntrigger: {kind: y}\n")).hasSize(4);
  }

  @Test
  void theMistakesOfAllPartsAreNamedAlsoWhereThereIsNoEnvironment() {
    assertThat(mistakes(HEAD + "cluster: 1\nsubnetworks: {}\n"))
        .hasSize(3)
        .anyMatch(mistake -> mistake.contains("environment: missing"))
        .anyMatch(mistake -> mistake.contains("subnetworks: must be a list"));
  }

  private static List<String> mistakes(String text) {
    return catchThrowableOfType(InvalidDocumentsException.class, () -> read(text)).issues().stream()
        .map(Issue::render)
        .toList();
  }

  private static Subject read(String text) throws InvalidDocumentsException {
    return reader().read(new SourceFile("file", text)).get(0);
  }

  private static SubjectReader reader() {
    return new SubjectReader(Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
