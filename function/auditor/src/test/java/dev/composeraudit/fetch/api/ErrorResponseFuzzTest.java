package dev.composeraudit.fetch.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.composeraudit.FuzzBounds;
import dev.composeraudit.http.Response;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.util.EnumSet;
import java.util.List;

/** What comes instead of what was asked for. */
class ErrorResponseFuzzTest {
  private static final List<ResourceKind> KINDS = List.copyOf(EnumSet.allOf(ResourceKind.class));
  private static final int[] STATUSES = {400, 401, 403, 404, 409, 302, 418};

  /** The first byte chooses status and kind, the rest is the body. */
  @FuzzTest
  void anyAnswerSaysWhyInOneLine(byte[] data) {
    if (data.length == 0) {
      return;
    }
    int choice = data[0] & 0xff;
    int status = STATUSES[choice % STATUSES.length];
    ResourceKind kind = KINDS.get(choice % KINDS.size());
    String body = FuzzBounds.text(data).substring(1);
    FuzzBounds.withinASecond(
        () -> {
          Unknown<Object> unknown =
              ErrorClassifier.of(
                  new ReadRequest(kind, "acme-data", "projects/acme-data/x"),
                  new Response(status, "application/json", body, false));
          FuzzBounds.isOneLine(unknown.help());
          hold(unknown.reason(), status, body);
        });
  }

  private static void hold(Reason reason, int status, String body) {
    switch (reason) {
      case UNAUTHENTICATED -> assertThat(status).isEqualTo(401);
      case NOT_FOUND -> assertThat(status).isEqualTo(404);
      case UNREADABLE -> assertThat(status).isNotIn(401, 403, 404);
      default -> assertThat(status).isEqualTo(403);
    }
    if (body.isEmpty()) {
      // A cause is told from the body, never guessed.
      assertThat(reason)
          .isIn(Reason.UNAUTHENTICATED, Reason.NOT_FOUND, Reason.UNREADABLE, Reason.FORBIDDEN);
    }
  }
}
