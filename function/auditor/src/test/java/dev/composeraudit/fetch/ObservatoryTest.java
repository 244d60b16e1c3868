package dev.composeraudit.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservatoryTest {
  @Test
  void everythingThatDecidesIsSeen() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      Subject subject = cloud.subject();

      assertThat(subject.environment()).isInstanceOf(Known.class);
      assertThat(subject.cluster()).isInstanceOf(Known.class);
      assertThat(
              subject
                  .egressNatPolicies()
                  .map(policies -> policies.stream().map(EgressNatPolicy::name).toList()))
          .isEqualTo(new Known<>(List.of("default", "gke-bbfa6c0e-1")));
      assertThat(subject.observer()).isEqualTo("kubernetes-api");
      assertThat(subject.observedAt()).isEqualTo(ManualTime.START);
      assertThat(cloud.calls).hasSize(4);
    }
  }
}
