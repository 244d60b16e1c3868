package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A file that is made of mistakes is told about in bounded time and space. */
class ManyErrorsTest {
  @Test
  void aHundredErrorsOfAFileAreShownAndTheRestCounted() {
    StringBuilder keys =
        new StringBuilder("apiVersion: composer-audit/v1\nkind: PolicyTest\n---\n");
    keys.append("apiVersion: composer-audit/v1\nkind: Policy\nmetadata: {name: a}\nspec:\n");
    for (int i = 0; i < 10_000; i++) {
      keys.append("  key").append(i).append(": x\n");
    }

    InvalidDocumentsException mistakes =
        Objects.requireNonNull(
            catchThrowableOfType(
                InvalidDocumentsException.class,
                () -> PolicySetLoader.load(List.of(new SourceFile("many.yaml", keys.toString())))));

    assertThat(mistakes.issues()).hasSizeGreaterThan(10_000);
    assertThat(String.valueOf(mistakes.getMessage()).lines()).hasSizeLessThan(400);
    assertThat(mistakes).hasMessageEndingWith("more");
  }
}
