package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PolicyIndexTest {
  private static final Path README = TestPolicyFolder.SHIPPED.resolve("README.md");

  @Test
  void theIndexIsThatOfThePoliciesThereAre() throws IOException {
    String page = Files.readString(README);
    String fresh = PolicyIndex.into(page, PackagedPolicies.load());
    if (Golden.REFRESH) {
      Files.writeString(README, fresh);
    }

    assertThat(Files.readString(README)).isEqualTo(fresh);
  }
}
