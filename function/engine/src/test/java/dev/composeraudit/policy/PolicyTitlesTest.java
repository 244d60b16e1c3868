package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The title of a policy is that of its findings: it says what must hold, so that it reads right
 * under "open violations" and under "complies".
 */
class PolicyTitlesTest {
  private static final Pattern WHAT_MUST_HOLD = Pattern.compile("[A-Z].* must .*[^.]");

  @Test
  void eachTitleOfTheShippedPoliciesSaysWhatMustHold() throws Exception {
    PolicySet shipped = PolicyFileSet.load(TestPolicyFolder.SHIPPED, null);

    assertThat(shipped.policies())
        .hasSize(9)
        .allSatisfy(
            policy -> assertThat(policy.displayName()).as(policy.name()).matches(WHAT_MUST_HOLD));
  }
}
