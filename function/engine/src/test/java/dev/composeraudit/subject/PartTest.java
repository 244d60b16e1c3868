package dev.composeraudit.subject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PartTest {
  private static final Unknown<Object> UNSEEN = new Unknown<>(Reason.NOT_READ, "nobody looked");

  @Test
  void everyConstantIsAmongAllParts() {
    List<Object> constants =
        Stream.of(Part.class.getFields())
            .filter(field -> Modifier.isStatic(field.getModifiers()))
            .<Object>map(
                field -> {
                  try {
                    return field.get(null);
                  } catch (IllegalAccessException unexpected) {
                    throw new AssertionError(unexpected);
                  }
                })
            .toList();

    assertThat(constants).containsExactlyElementsOf(Part.all());
  }

  @Test
  void eachPartHasAKeyOfItsOwn() {
    assertThat(Part.all()).extracting(Part::key).doesNotHaveDuplicates();
    for (Part<?> part : Part.all()) {
      assertThat(Part.ofKey(part.key())).contains(part);
    }
    assertThat(Part.ofKey("apiVersion")).isEmpty();
  }

  @Test
  void aPartThatIsNotStatedIsUnknown() {
    Parts parts =
        Parts.unknown(UNSEEN).with(Part.IP_MASQ_AGENT_CONFIG, Observed.known(Optional.empty()));

    for (Part<?> part : Part.all()) {
      if (part == Part.IP_MASQ_AGENT_CONFIG) {
        assertThat(parts.get(part)).isEqualTo(Observed.known(Optional.empty()));
      } else {
        assertThat(parts.get(part)).isEqualTo(UNSEEN);
      }
    }
  }

  @Test
  void anotherValueOfAPartLeavesTheOriginalAlone() {
    Parts unseen = Parts.unknown(UNSEEN);

    assertThat(unseen.with(Part.SUBNETWORKS, Observed.known(List.of()))).isNotEqualTo(unseen);
    assertThat(unseen).isEqualTo(Parts.unknown(UNSEEN));
  }

  @Test
  void aChangeOfWhatIsUnknownLeavesWhatIsKnown() {
    Unknown<Object> late = new Unknown<>(Reason.NOT_FOUND, "too late");
    Observed<List<Subnetwork>> none = Observed.known(List.of());

    assertThat(Parts.unknown(UNSEEN).with(Part.SUBNETWORKS, none).mapUnknown(unknown -> late))
        .isEqualTo(Parts.unknown(late).with(Part.SUBNETWORKS, none));
  }
}
