package dev.composeraudit.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.http.FakeServer.Reply;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of a cluster's EgressNATPolicies: read to its end, known as a whole or not at all. */
final class PolicyListTest {
  private static final String NEXT = "eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ==&x";
  private static final String SECOND =
      FakeCloud.POLICIES + "&continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ%3D%3D%26x";

  @Test
  void aListIsReadToItsEnd() throws TransientException {
    Listing listing = read(page("default", NEXT), page("more", ""));

    assertThat(
            listing
                .policies()
                .map(policies -> policies.stream().map(EgressNatPolicy::name).toList()))
        .isEqualTo(new Known<>(List.of("default", "more")));
  }

  @Test
  void aListWhoseSecondPageIsRejectedIsUnknownAsAWhole() throws TransientException {
    Listing listing = read(page("default", NEXT), RecordedResponses.reply("list-bad-continue"));

    assertThat(listing.reason()).isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void twoPagesThatDifferAboutOnePolicyAreUnknown() throws TransientException {
    Listing listing = read(page(1, 1, "10.0.0.0/8", NEXT), page(1, 1, "10.0.0.0/9", ""));

    assertThat(listing.reason()).isEqualTo(Reason.INDETERMINATE);
  }

  @Test
  void aListThatSaysThatItGoesOnButNotWhereIsUnknown() throws TransientException {
    String page = page("default", "").body();
    Listing listing =
        read(Reply.json(page.replace("\"continue\"", "\"remainingItemCount\": 2, \"continue\"")));

    assertThat(listing.reason()).isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void aListThatDoesNotEndIsGivenUp() throws TransientException {
    Listing listing = read(page("default", NEXT), page("default", NEXT));

    assertThat(listing.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(((Unknown<?>) listing.policies()).help()).contains("after 20 pages");
    assertThat(listing.requests()).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({
    "500, 10, 10.0.0.0/8", // 20 pages of 500 policies
    "10, 200, 10.0.0.0/8", // 20 pages of 2,000 ranges
    "400, 500, 10.0.0.0/8", // more values on a page than are read
    "400, 40, LONG" // long texts in place of ranges
  })
  void whatAllPagesCostIsBoundedInSum(int policies, int ranges, String range)
      throws TransientException {
    String text = range.equals("LONG") ? "1".repeat(200) : range;
    Reply page = page(policies, ranges, text, NEXT);
    Listing listing = read(page, page);

    assertThat(listing.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(listing.requests()).isLessThan(20);
  }

  @Test
  void fiveThousandPoliciesAreRead() throws TransientException {
    List<Reply> pages = new ArrayList<>(Collections.nCopies(9, page(500, 4, "10.0.0.0/8", NEXT)));
    pages.add(page(500, 4, "10.0.0.0/8", ""));

    assertThat(read(pages.toArray(Reply[]::new)).policies().map(List::size))
        .isEqualTo(new Known<>(5_000));
  }

  @Test
  void oneControlPlaneGetsTenSecondsInSum() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      // Each page takes three seconds, although nobody waits for it here.
      cloud.kubernetes.onEachRequest(() -> cloud.time.pass(Duration.ofSeconds(3)));
      Listing listing = read(cloud, page("default", NEXT), page("default", NEXT));

      assertThat(listing.reason()).isEqualTo(Reason.CONTROL_PLANE_UNREACHABLE);
      assertThat(listing.requests()).isEqualTo(4);
    }
  }

  @Test
  void anEmptyListIsKnownToBeEmpty() throws TransientException {
    Reply empty =
        Reply.json("{\"kind\": \"EgressNATPolicyList\", \"metadata\": {}, \"items\": []}");

    assertThat(read(empty).policies()).isEqualTo(new Known<>(List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"kind\": \"EgressNATPolicyList\"}",
        "{\"kind\": \"EgressNATPolicyList\", \"items\": null}",
        "{\"kind\": \"EgressNATPolicyList\", \"items\": {}}",
        "{\"kind\": \"EgressNATPolicyList\", \"items\": [7]}",
        "{\"kind\": \"EgressNATPolicyList\", \"items\": [], \"metadata\": {\"continue\": 7}}",
        "{\"kind\": \"ConfigMapList\", \"items\": []}",
        "{\"kind\": 7, \"items\": []}",
        "{\"items\": []}"
      })
  void whatIsNoListIsNotTakenForAnEmptyOne(String body) throws TransientException {
    assertThat(read(Reply.json(body)).reason()).isEqualTo(Reason.UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"group-absent", "get-missing"})
  void aKindThatTheClusterDoesNotServeIsNotAnEmptyList(String recorded) throws TransientException {
    assertThat(read(RecordedResponses.reply(recorded)).reason()).isEqualTo(Reason.NOT_FOUND);
  }

  /**
   * What came of the list.
   *
   * @param requests how many the control plane got
   */
  private record Listing(Observed<List<EgressNatPolicy>> policies, int requests) {
    Reason reason() {
      return FakeCloud.reason(policies);
    }
  }

  /** The list of an Autopilot cluster whose control plane replies with these pages in turn. */
  private static Listing read(Reply... pages) throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      return read(cloud, pages);
    }
  }

  private static Listing read(FakeCloud cloud, Reply... pages) throws TransientException {
    cloud.kubernetes.on(FakeCloud.POLICIES, pages[0]);
    if (pages.length > 1) {
      cloud.kubernetes.on(SECOND, Arrays.copyOfRange(pages, 1, pages.length));
    }
    Observed<List<EgressNatPolicy>> policies = cloud.subject().egressNatPolicies();
    return new Listing(policies, cloud.kubernetes.targets().size());
  }

  private static Reply page(String name, String next) {
    return Reply.json(
        """
        {"kind": "EgressNATPolicyList", "apiVersion": "networking.gke.io/v1",
         "metadata": {"resourceVersion": "1", "continue": "%s"},
         "items": [{"metadata": {"name": "%s"},
           "spec": {"action": "NoSNAT", "destinations": [{"cidr": "10.0.0.0/8"}]}}]}
        """
            .formatted(next, name));
  }

  private static Reply page(int policies, int ranges, String range, String next) {
    String destinations =
        String.join(",", Collections.nCopies(ranges, "{\"cidr\": \"%s\"}".formatted(range)));
    String item =
        "{\"metadata\": {\"name\": \"default\"}, \"spec\": {\"action\": \"NoSNAT\","
            + " \"destinations\": [%s]}}".formatted(destinations);
    return Reply.json(
        "{\"kind\": \"EgressNATPolicyList\", \"metadata\": {\"continue\": \"%s\"}, \"items\": [%s]}"
            .formatted(next, String.join(",", Collections.nCopies(policies, item))));
  }
}
