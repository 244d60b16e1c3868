package dev.composeraudit.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.cli.format.CheckReport.Row;
import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.DestinationEvidence;
import dev.composeraudit.egress.DestinationScope;
import dev.composeraudit.egress.Mode;
import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.network.SourceReason;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.EnvironmentName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HtmlFormatTest {
  @Test
  void tenThousandViolationsWithLongRemediesFitIntoTenMegabytes() {
    List<Row> rows = new ArrayList<>();
    String text = "A message about this environment, as long as they are on the whole. ".repeat(2);
    Result fail = Reports.result(Outcome.FAIL, text);
    Result.Remedy remedy = new Result.Remedy("A way to comply", "<a line=\"of\">\n".repeat(300));
    for (int i = 0; i < 10_000; i++) {
      rows.add(
          new Row(
              EnvironmentName.parse("projects/some-project/locations/l/environments/env-" + i),
              "plans/some-folder/plan.json",
              "module.composer[\"some-team\"].google_composer_environment.this[0]",
              i + 1,
              with(fail, List.of(remedy, remedy))));
    }

    String html = Reports.write(new HtmlFormat(), Reports.report(rows));

    assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(10_000_000);
    assertThat(html).contains("How to comply").contains("check --fix prints how to comply");
    assertThat(Pattern.compile("<li data-severity=").matcher(html).results().count())
        .isEqualTo(10_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 10_000})
  void picturesOfManyViolationsAreLimitedAndThePageSaysSo(int violations) {
    List<Row> rows = new ArrayList<>();
    Result fail = Reports.result(Outcome.FAIL, "It fails.", List.of(evidence("db", "10.0.0.0/8")));
    for (int i = 0; i < violations; i++) {
      rows.add(
          new Row(
              EnvironmentName.parse("projects/some-project/locations/l/environments/env-" + i),
              null,
              null,
              null,
              fail));
    }

    String html = Reports.write(new HtmlFormat(), Reports.report(rows));

    assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(10_000_000);
    long pictures = Pattern.compile("<svg").matcher(html).results().count();
    assertThat(pictures).isBetween(100L, 300L);
    assertThat(html)
        .contains(
            String.format(
                Locale.ENGLISH,
                "%d of %,d pictures are shown, for the first results;",
                pictures,
                violations))
        .doesNotContain("<details class=\"drawing\" open>");
  }

  @Test
  void aPictureTakesNothingFromWhatItShowsForMarkup() {
    List<DestinationEvidence> all =
        Reports.HOSTILE.stream().map(text -> evidence(text, "10.0.0.0/8")).toList();
    Row row = new Row(null, "a.json", null, null, Reports.result(Outcome.FAIL, "x", all));

    String html = Reports.write(new HtmlFormat(), Reports.report(List.of(row)));

    assertThat(Pattern.compile("<svg").matcher(html).results().count()).isEqualTo(all.size());
    assertThat(Pattern.compile("<script").matcher(html).results().count()).isEqualTo(1);
    assertThat(html)
        .doesNotContain("<img", "<!--")
        .doesNotContainPattern("\\son\\w+=\"")
        .doesNotContainPattern("(src|href)=\"(?!#)");
  }

  @Test
  void aResultWithoutEvidenceHasNoPicture() {
    String html =
        Reports.write(
            new HtmlFormat(),
            Reports.report(List.of(Reports.row(null, "a", "m.e", Outcome.FAIL, "It fails."))));

    assertThat(html).doesNotContain("<svg").doesNotContain("pictures are shown");
  }

  private static DestinationEvidence evidence(String text, String destination) {
    return new DestinationEvidence(
        text,
        destination,
        List.of(text),
        Mode.IP_MASQ_AGENT,
        List.of(text),
        List.of(text),
        Source.POD,
        Acceptance.NO,
        List.of(
            new DestinationEvidence.Part(
                "10.0.0.0",
                "10.255.255.255",
                Source.POD,
                DestinationScope.OUTSIDE,
                SourceReason.DESTINATION_IP_IN_CONFIGURED_NON_MASQUERADE_RANGE,
                text,
                Acceptance.NO)),
        0,
        List.of(text));
  }

  @Test
  void itsSecurityPolicyAllowsItsOwnStyleAndScriptAndNothingElse() throws Exception {
    String html = Reports.write(new HtmlFormat(), Reports.hostile());
    String policy = group(html, "http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"");

    assertThat(policy)
        .isEqualTo(
            "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
                .formatted(
                    hash(group(html, "(?s)<style>(.*?)</style>")),
                    hash(group(html, "(?s)<script>(.*?)</script>"))));
    assertThat(html).doesNotContainPattern("<[^>]*\\sstyle=").doesNotContainPattern("url\\(");
  }

  @Test
  void withoutJavaScriptTheViolationsAreThereAndTheFilterIsNot() {
    String html =
        Reports.write(
            new HtmlFormat(),
            Reports.report(List.of(Reports.row(null, "a.json", "m.e", Outcome.FAIL, "It fails."))));

    assertThat(html)
        .contains(
            "<form id=\"filter\" class=\"filter\" role=\"search\" aria-label=\"Results\" hidden>")
        .containsPattern("(?s)<li data-severity=\"HIGH\">.*m\\.e.*It fails\\..*</li>")
        .contains("<h1 data-verdict=\"FAIL\">1 violation in 1 environment</h1>");
  }

  @Test
  void nothingJudgedOrNotEverythingIsNeverGreen() {
    assertThat(Reports.write(new HtmlFormat(), Reports.report(List.of())))
        .contains("<h1 data-verdict=\"ERROR\">Nothing was judged</h1>");
    Row pass = Reports.row(null, "a.json", "m.e", Outcome.PASS, "Complies.");
    assertThat(
            Reports.write(
                new HtmlFormat(),
                Reports.report(
                    List.of(pass), List.of(new CheckReport.Missing("p", "denied", "grant it")))))
        .contains("<h1 data-verdict=\"ERROR\">Not everything could be judged</h1>");
    assertThat(Reports.write(new HtmlFormat(), Reports.report(List.of(pass))))
        .contains("<h1 data-verdict=\"PASS\">No violations</h1>");
  }

  private static Result with(Result result, List<Result.Remedy> remedies) {
    return new Result(
        result.policy(),
        result.outcome(),
        result.severity(),
        result.messages(),
        result.violations(),
        result.unknown(),
        result.causedBy(),
        result.exception(),
        result.notes(),
        remedies,
        List.of());
  }

  private static String group(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  private static String hash(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }
}
