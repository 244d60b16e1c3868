package dev.composeraudit.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.event.PagePosition;
import org.junit.jupiter.api.Test;

/** Which pages an instance knows to have handled. */
final class ContinuedPagesTest {
  private static final PagePosition PAGE = PagePosition.first("folders/7").next("t");

  @Test
  void aPageIsKnownByItsRunItsScopeAndItsNumberAndNotByItsToken() {
    ContinuedPages pages = new ContinuedPages();
    pages.add("sweep-1", PAGE);

    assertThat(pages.contains("sweep-1", new PagePosition("folders/7", 2, "other", false)))
        .isTrue();
    assertThat(pages.contains("sweep-2", PAGE)).isFalse();
    assertThat(pages.contains("sweep-1", PAGE.next("t"))).isFalse();
    assertThat(pages.contains("sweep-1", PAGE.restarted())).isFalse();
    assertThat(pages.contains("sweep-1", new PagePosition("folders/8", 2, "t", false))).isFalse();
  }

  @Test
  void theOldestOfMoreThanAThousandIsForgotten() {
    ContinuedPages pages = new ContinuedPages();
    for (int number = 1; number <= 1001; number++) {
      pages.add("sweep-1", new PagePosition("folders/7", number, "t", false));
    }

    assertThat(pages.contains("sweep-1", new PagePosition("folders/7", 1, "t", false))).isFalse();
    assertThat(pages.contains("sweep-1", PAGE)).isTrue();
  }
}
