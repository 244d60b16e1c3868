package dev.composeraudit.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.PolicyFileNames;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.PolicySetLoader;
import dev.composeraudit.policy.Subjects;
import dev.composeraudit.policy.TestPolicyFolder;
import dev.composeraudit.policy.WrittenPolicy;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each binding says of each of its destinations. */
class BindingResultTest {
  private static final String POLICY = "destinations-see-an-accepted-source";
  private static final Subject SUBJECT = Subjects.composer2();

  @Test
  void eachDestinationOfEachBindingHasAResultOfItsOwn() throws InvalidDocumentsException {
    List<BindingResult> results =
        results(
            binding(
                "one",
                "{name: billing, cidr: 10.200.0.0/16, acceptedSources: [10.0.0.0/8]}",
                "{name: crm, cidr: 172.20.5.7/32, acceptedSources: [192.168.0.0/16]}"),
            binding("two", "{name: crm, cidr: 172.20.5.8/32, acceptedSources: [10.0.0.0/8]}"));

    assertThat(results.stream().filter(each -> each.result().policy().name().equals(POLICY)))
        .extracting(
            each ->
                "%s %s %s".formatted(each.binding(), each.destination(), each.result().outcome()))
        .containsExactly("one billing PASS", "one crm FAIL", "two crm PASS");
  }

  @Test
  void destinationsOfOneNameAreToldApart() throws InvalidDocumentsException {
    List<BindingResult> results =
        results(
            binding(
                "one",
                "{name: crm, cidr: 10.200.0.0/16, acceptedSources: [10.0.0.0/8]}",
                "{name: crm, cidr: 172.20.5.7/32, acceptedSources: [192.168.0.0/16]}"));

    assertThat(results.stream().filter(each -> !each.destination().isEmpty()))
        .extracting(BindingResult::destination)
        .containsExactly("crm", "crm (2)");
  }

  @Test
  void withoutBindingsTheyAreTheResultsOfThePolicies() throws InvalidDocumentsException {
    List<BindingResult> results = results();

    assertThat(results).extracting(BindingResult::binding).containsOnly("");
    assertThat(results)
        .extracting(each -> each.result().withoutRemedies())
        .containsExactlyElementsOf(
            set().judge(SUBJECT, WrittenPolicy.NOW).stream().map(Result::withoutRemedies).toList());
  }

  @Test
  void aViolationStaysExplainedByItsCause() throws InvalidDocumentsException {
    Subject withoutAgent =
        Subjects.composer2("environment: {config: {nodeConfig: {enableIpMasqAgent: false}}}");
    String twice =
        binding(
            "one",
            "{name: a, cidr: 172.20.5.7/32, acceptedSources: [192.168.0.0/16]}",
            "{name: b, cidr: 172.20.5.8/32, acceptedSources: [192.168.0.0/16]}");

    List<Result> failed =
        BindingResult.of(set(twice), withoutAgent, WrittenPolicy.NOW).stream()
            .map(BindingResult::result)
            .filter(result -> result.policy().name().equals(POLICY))
            .toList();

    assertThat(failed).hasSize(2).allMatch(result -> result.outcome() == Outcome.FAIL);
    assertThat(failed)
        .allMatch(result -> result.causedBy().equals(List.of("ip-masquerade-agent-enabled")));
  }

  private static List<BindingResult> results(String... bindings) throws InvalidDocumentsException {
    return BindingResult.of(set(bindings), SUBJECT, WrittenPolicy.NOW);
  }

  private static PolicySet set(String... bindings) throws InvalidDocumentsException {
    List<SourceFile> files =
        new ArrayList<>(
            TestPolicyFolder.shipped().stream()
                .filter(file -> PolicyFileNames.isPartOfSet(file.path()))
                .filter(file -> file.path().endsWith("policy.yaml"))
                .toList());
    for (int i = 0; i < bindings.length; i++) {
      files.add(new SourceFile("bindings-" + i + ".yaml", bindings[i]));
    }
    return PolicySetLoader.load(files);
  }

  private static String binding(String name, String... destinations) {
    return """
    apiVersion: composer-audit/v1
    kind: PolicyBinding
    metadata: {name: %s}
    spec:
      policyName: %s
      parameters: {destinations: [%s]}
    """
        .formatted(name, POLICY, String.join(", ", destinations));
  }
}
