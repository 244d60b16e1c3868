package dev.composeraudit.report.scc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.composeraudit.policy.PackagedPolicies;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.SampleFindings;
import dev.composeraudit.report.finding.TeamLabels;
import dev.composeraudit.report.ocsf.OcsfWriter;
import dev.composeraudit.subject.Trigger.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requirements of standards, as findings name them. */
class RequirementsTest {
  @Test
  void aFindingNamesEachStandardOnceAndEveryRequirement() {
    JsonObject compliance =
        compliance(
            List.of("NIST SP 800-53 Rev. 5: CM-2", "NIST SP 800-53 Rev. 5: CM-3", "Our own rule"));

    assertThat(texts(compliance.getAsJsonArray("standards")))
        .containsExactly("NIST SP 800-53 Rev. 5", "Our own rule");
    assertThat(texts(compliance.getAsJsonArray("requirements")))
        .containsExactly(
            "NIST SP 800-53 Rev. 5: CM-2", "NIST SP 800-53 Rev. 5: CM-3", "Our own rule");
  }

  @Test
  void securityCommandCenterGetsTheRequirements() throws Exception {
    SecurityCenterFixture fixture = new SecurityCenterFixture();
    try {
      fixture.send(
          result(List.of("ISO/IEC 27001:2022: A.8.9", "PCI DSS 4.0: 1.2.8", "Our own rule")),
          SecurityCenterFixture.FIRST);

      assertThat(fixture.only().getAsJsonArray("compliances"))
          .isEqualTo(
              JsonParser.parseString(
                  """
                  [{"standard": "ISO/IEC 27001:2022", "ids": ["A.8.9"]},
                   {"standard": "PCI DSS 4.0", "ids": ["1.2.8"]},
                   {"standard": "Our own rule", "ids": ["some-policy"]}]
                  """));
    } finally {
      fixture.close();
    }
  }

  @Test
  void everyPackagedPolicyNamesARequirementThatTheFormAllows() {
    for (PolicyInfo policy : PackagedPolicies.load().policies()) {
      assertThat(policy.standards())
          .as(policy.name())
          .isNotEmpty()
          .doesNotHaveDuplicates()
          .allSatisfy(
              standard ->
                  assertThat(standard)
                      .matches(
                          "(NIST SP 800-53 Rev\\. 5|ISO/IEC 27001:2022|PCI DSS 4\\.0|CIS Controls"
                              + " v8): [A-Z0-9.()-]+"));
      assertThat(
              JsonSchemaFactory.getInstance(VersionFlag.V202012)
                  .getSchema(
                      RequirementsTest.class.getResourceAsStream(
                          "/ocsf/compliance_finding-1.8.0.schema.json"))
                  .validate(finding(result(policy.standards())).toString(), InputFormat.JSON))
          .isEmpty();
    }
  }

  private static JsonObject compliance(List<String> standards) {
    return finding(result(standards)).getAsJsonObject("compliance");
  }

  private static JsonObject finding(Result result) {
    return new OcsfWriter(SampleFindings.PRODUCER)
        .write(
            Finding.of(
                SampleFindings.report(Kind.SWEEP, result),
                result,
                Baseline.NONE,
                TeamLabels.DEFAULT));
  }

  private static Result result(List<String> standards) {
    PolicyInfo policy =
        new PolicyInfo(
            "some-policy",
            "It complies",
            "",
            Severity.HIGH,
            "",
            "",
            List.of(),
            standards,
            "sha256:0123456789ab",
            List.of());
    return Result.of(policy, Outcome.FAIL, List.of("It does not comply."));
  }

  private static List<String> texts(JsonArray array) {
    return array.asList().stream().map(JsonElement::getAsString).toList();
  }
}
