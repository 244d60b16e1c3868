package dev.composeraudit.sweep;

import static dev.composeraudit.sweep.PageChain.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.event.ProjectFilter;
import dev.composeraudit.http.FakeServer.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sweep asks for the audit of every environment, a page a message, whatever fails between. */
final class SweeperTest {
  private static final String ORGANIZATION = "organizations/1";
  private static final String FOLDER = "folders/7";

  @Test
  void onePageIsOneMessageAndNamesTheNextOne() throws Exception {
    try (PageChain chain = threePages()) {
      assertThat(chain.deliver(SWEEP)).isTrue();

      assertThat(chain.audits()).containsExactly("one", "two");
      assertThat(chain.published())
          .singleElement()
          .satisfies(
              message ->
                  assertThat(JsonParser.parseString(message))
                      .isEqualTo(
                          JsonParser.parseString(
                              """
                              {"kind": "sweep", "id": "event-1", "time": "2026-11-23T10:00:00Z",
                               "scope": "organizations/1", "page": 2, "pageToken": "t-2",
                               "environments": 2}
                              """)));
      assertThat(chain.cloud.google.targets()).hasSize(1);
    }
  }

  @Test
  void theMessagesTogetherAskForEachEnvironmentOnce() throws Exception {
    try (PageChain chain = threePages()) {
      assertThat(chain.deliverAll(SWEEP)).isEqualTo(3);

      assertThat(chain.audits()).containsExactly("one", "two", "three", "four", "five");
      assertThat(chain.logged())
          .containsExactly(
              "sweep_requested", "sweep_requested", "sweep_requested", "sweep_finished");
      JsonObject finished = chain.log().get(3);
      assertThat(finished.get("environments").getAsInt()).isEqualTo(5);
      assertThat(finished.get("message").getAsString())
          .isEqualTo("Finished the sweep of organizations/1: requested 5 audits on 3 pages");
    }
  }

  @Test
  void everyAuditIsOfTheSweepThatBegan() throws Exception {
    try (PageChain chain = threePages()) {
      chain.deliverAll(SWEEP);

      assertThat(chain.events.accepted().toString()).doesNotContain("event-2");
      assertThat(chain.log())
          .allSatisfy(entry -> assertThat(entry.get("sweep").getAsString()).isEqualTo("event-1"));
    }
  }

  @Test
  void aPageThatFailsIsDeliveredAgainAndNothingElseIs() throws Exception {
    try (PageChain chain = threePages()) {
      chain.deliver(SWEEP);
      String second = chain.published().get(0);
      String page = PageChain.assets(ORGANIZATION) + "&pageToken=t-2";
      chain.cloud.google.on(page, Reply.json(503, "{}"));
      assertThat(chain.deliver(second)).isFalse();
      assertThat(chain.published()).isEmpty();

      chain.page(ORGANIZATION, "t-2", "t-3", "three", "four");
      assertThat(chain.deliverAll(second)).isEqualTo(2);
      assertThat(chain.audits()).containsExactly("one", "two", "three", "four", "five");
    }
  }

  @Test
  void auditsThatWereNotAcceptedKeepTheSweepAtTheirPage() throws Exception {
    try (PageChain chain = threePages()) {
      chain.events.first(1, 403, "{}");
      assertThat(chain.deliver(SWEEP)).isFalse();
      assertThat(chain.published()).isEmpty();

      assertThat(chain.deliverAll(SWEEP)).isEqualTo(3);
      assertThat(chain.audits()).containsExactly("one", "two", "three", "four", "five");
    }
  }

  @Test
  void betweenItsAuditsAndTheNextPageAnInstanceMayBeKilled() throws Exception {
    try (PageChain chain = threePages()) {
      chain.deliver(SWEEP);
      String second = chain.published().get(0);
      // The first call publishes the audits of the page; the second one its next page.
      chain.events.acceptFirst(1).first(1, 403, "{}");
      assertThat(chain.deliver(second)).isFalse();
      chain.restart();

      assertThat(chain.deliverAll(second)).isEqualTo(2);
      assertThat(chain.audits())
          .containsExactly("one", "two", "three", "four", "three", "four", "five");
    }
  }

  @Test
  void aCopyOfAMessageGoesNoFurther() throws Exception {
    try (PageChain chain = threePages()) {
      chain.deliver(SWEEP);
      String second = chain.published().get(0);
      chain.deliver(second);
      assertThat(chain.published()).hasSize(1);

      assertThat(chain.deliver(second)).isTrue();
      assertThat(chain.published()).isEmpty();
      assertThat(chain.audits()).containsExactly("one", "two", "three", "four");
      assertThat(chain.logged()).endsWith("sweep_duplicate");
    }
  }

  @Test
  void aCopyThatReachesAnotherInstanceAsksForTheSameAuditsAgain() throws Exception {
    try (PageChain chain = threePages()) {
      chain.deliver(SWEEP);
      String second = chain.published().get(0);
      chain.deliver(second);
      List<String> third = chain.published();
      chain.restart();
      chain.deliver(second);

      assertThat(chain.published()).isEqualTo(third);
    }
  }

  @Test
  void aTokenThatIsRefusedBeginsTheScopeAnewOnce() throws Exception {
    try (PageChain chain = threePages()) {
      chain.cloud.google.on(
          PageChain.assets(ORGANIZATION) + "&pageToken=t-2",
          Reply.json(400, "{\"error\": {\"message\": \"Invalid page token\"}}"));
      chain.deliver(SWEEP);
      chain.deliver(chain.published().get(0));

      List<String> anew = chain.published();
      assertThat(anew)
          .singleElement()
          .satisfies(
              message ->
                  assertThat(message)
                      .contains("\"page\":1,\"restarted\":true,\"environments\":0")
                      .doesNotContain("pageToken"));
      assertThat(chain.logged()).endsWith("sweep_restarted");
      chain.deliverAll(anew.get(0));
      assertThat(chain.audits()).containsExactly("one", "two", "one", "two");
      assertThat(chain.logged()).endsWith("sweep_requested", "sweep_failed");
      assertThat(chain.log().get(chain.log().size() - 1).get("message").getAsString())
          .startsWith("A sweep stopped at page 2 of organizations/1: ")
          .contains("Invalid page token");
    }
  }

  @Test
  void aSweepThatWasBegunAnewAsksForAll() throws Exception {
    try (PageChain chain = threePages()) {
      chain.cloud.google.on(
          PageChain.assets(ORGANIZATION) + "&pageToken=t-2",
          Reply.json(400, "{}"),
          Reply.json(PageChain.listing("t-3", "three", "four")));

      chain.deliverAll(SWEEP);
      assertThat(chain.audits())
          .containsExactly("one", "two", "one", "two", "three", "four", "five");
      assertThat(chain.logged()).endsWith("sweep_finished");
    }
  }

  @Test
  void aScopeWithoutEnvironmentsIsFinishedAtOnce() throws Exception {
    try (PageChain chain = new PageChain(ORGANIZATION)) {
      chain.page(ORGANIZATION, "", "");

      assertThat(chain.deliverAll(SWEEP)).isEqualTo(1);
      assertThat(chain.events.calls()).isEmpty();
      assertThat(chain.logged()).containsExactly("sweep_requested", "sweep_finished");
    }
  }

  @Test
  void anEmptyPageBeforeTheLastOneEndsNothing() throws Exception {
    try (PageChain chain = new PageChain(ORGANIZATION)) {
      chain.page(ORGANIZATION, "", "t-2").page(ORGANIZATION, "t-2", "", "one");

      assertThat(chain.deliverAll(SWEEP)).isEqualTo(2);
      assertThat(chain.audits()).containsExactly("one");
    }
  }

  @Test
  void eachOfSeveralScopesHasMessagesOfItsOwn() throws Exception {
    try (PageChain chain = new PageChain(FOLDER, ORGANIZATION)) {
      chain.page(ORGANIZATION, "", "t-2", "one").page(ORGANIZATION, "t-2", "", "two");
      chain.page(FOLDER, "", "", "three");
      chain.deliver(SWEEP);
      List<String> begun = chain.published();

      assertThat(begun).hasSize(2);
      assertThat(chain.cloud.google.targets()).isEmpty();
      assertThat(chain.logged()).containsExactly("sweep_begun");
      begun.forEach(chain::deliverAll);
      assertThat(chain.audits()).containsExactly("three", "one", "two");
    }
  }

  @Test
  void troubleWithOneScopeKeepsNothingFromAnother() throws Exception {
    try (PageChain chain = new PageChain(FOLDER, ORGANIZATION)) {
      chain.page(ORGANIZATION, "", "", "one");
      chain.cloud.google.on(PageChain.assets(FOLDER), Reply.json(503, "{}"));
      chain.deliver(SWEEP);
      List<String> begun = chain.published();

      assertThat(chain.deliver(begun.get(0))).isFalse();
      assertThat(chain.deliver(begun.get(1))).isTrue();
      assertThat(chain.audits()).containsExactly("one");
    }
  }

  @Test
  void aScopeThatCannotBeListedIsAnErrorAndNoReasonToComeAgain() throws Exception {
    try (PageChain chain = new PageChain(ORGANIZATION)) {
      chain.cloud.google.on(
          PageChain.assets(ORGANIZATION),
          Reply.json(
              403,
              "{\"error\": {\"message\":"
                  + " \"Permission 'cloudasset.assets.searchAllResources' denied\"}}"));

      assertThat(chain.deliver(SWEEP)).isTrue();
      JsonObject failed = chain.log().get(0);
      assertThat(failed.get("event").getAsString()).isEqualTo("sweep_failed");
      assertThat(failed.get("severity").getAsString()).isEqualTo("ERROR");
      assertThat(failed.get("reason").getAsString()).contains("grant roles/cloudasset.viewer");
    }
  }

  @Test
  void aPageOfAScopeThatIsNotSweptIsRejected() throws Exception {
    try (PageChain chain = threePages()) {
      assertThat(chain.rejection(message("folders/8", 1, "")))
          .contains("a page of a scope that is not in SWEEP_SCOPE: \"folders/8\"");
      assertThat(chain.cloud.google.targets()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"2000, false", "2001, true"})
  void aListWithMoreThan2000PagesIsTakenForOneWithoutAnEnd(int page, boolean isTooFar)
      throws Exception {
    try (PageChain chain = threePages()) {
      chain.deliver(message(ORGANIZATION, page, "t-2"));

      assertThat(chain.logged()).containsExactly(isTooFar ? "sweep_failed" : "sweep_requested");
      assertThat(chain.published()).hasSize(isTooFar ? 0 : 1);
    }
  }

  @Test
  void whatIsNotAuditedIsNotSwept() throws Exception {
    try (PageChain chain = new PageChain(ProjectFilter.of(List.of("other-*")), ORGANIZATION)) {
      chain.page(ORGANIZATION, "", "", "one");

      // It would only be refused, and end among the dead letters.
      chain.deliverAll(SWEEP);
      assertThat(chain.events.calls()).isEmpty();
    }
  }

  @Test
  void aScopeThatIsNamedTwiceIsSweptOnce() {
    SweepScope scope = new SweepScope(List.of(FOLDER, FOLDER), ProjectFilter.EVERYTHING);

    assertThat(scope.below()).containsExactly(FOLDER);
  }

  private static PageChain threePages() {
    return new PageChain(ORGANIZATION)
        .page(ORGANIZATION, "", "t-2", "one", "two")
        .page(ORGANIZATION, "t-2", "t-3", "three", "four")
        .page(ORGANIZATION, "t-3", "", "five");
  }

  private static String message(String scope, int page, String token) {
    JsonObject message = new JsonObject();
    message.addProperty("kind", "sweep");
    message.addProperty("id", "s");
    message.addProperty("time", "2026-11-23T10:00:00Z");
    message.addProperty("scope", scope);
    message.addProperty("page", page);
    message.addProperty("pageToken", token);
    message.addProperty("environments", 0);
    return message.toString();
  }
}
