package dev.composeraudit.policy.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.policy.PackagedPolicies;
import dev.composeraudit.policy.Subjects;
import dev.composeraudit.policy.WrittenPolicy;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Result.Remedy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An edit of the agent's ConfigMap is offered only if the agent obeys what it says. */
class AgentConfigEditTest {
  private static final String EDIT = "Edit the egress policy so that it has the same effect";

  @ParameterizedTest
  @CsvSource({"yes, true", "On, true", "no, false", "'true', true"})
  void aSettingIsWrittenAsTheAgentReadsIt(String before, String after) {
    assertThat(edits("masqLinkLocal: " + before))
        .singleElement()
        .satisfies(
            edit ->
                assertThat(edit.text().lines().map(String::strip))
                    .contains("masqLinkLocal: " + after));
  }

  /** The edit has the Pods' range and the nodes'. */
  @Test
  void anEditThatTheAgentWouldRefuseIsNotOffered() {
    assertThat(edits("cidrLimit: 2")).hasSize(1);
    assertThat(edits("cidrLimit: 1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "masqLinkLocal: \"yes\"",
        "resyncInterval: soon",
        "cidrLimit: many",
        "a: [",
        "a: &a 1"
      })
  void aTextThatTheAgentCannotReadIsNotWrittenAnew(String line) {
    assertThat(edits(line)).isEmpty();
  }

  /** Those for an environment without the agent's setting, whose agent has a list and this line. */
  private static List<Remedy> edits(String line) {
    Result result =
        PackagedPolicies.load()
            .judge(
                Subjects.composer1(
                    """
                    environment: {config: {nodeConfig: {enableIpMasqAgent: false}}}
                    ipMasqAgentConfig:
                      data:
                        config: |
                          nonMasqueradeCIDRs: [10.0.0.0/8]
                          %s
                    """
                        .formatted(line)),
                WrittenPolicy.NOW)
            .stream()
            .filter(each -> each.policy().name().equals("ip-masquerade-agent-enabled"))
            .findFirst()
            .orElseThrow();
    assertThat(result.outcome()).isEqualTo(Outcome.FAIL);
    return result.remedies().stream().filter(each -> each.title().startsWith(EDIT)).toList();
  }
}
