package dev.composeraudit.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {
  private static final long MIB = 1024 * 1024;

  @Test
  void jsonValuesHaveTheirPlaces() throws InvalidDocumentsException {
    Document document = read("{\"a\":\n  [1, {\"b\": null}]}");

    assertThat(document.place("$.a")).isEqualTo(new Position(2, 3, "$.a"));
    assertThat(document.place("$.a[0]")).isEqualTo(new Position(2, 4, "$.a[0]"));
    assertThat(document.place("$.a[1].b")).isEqualTo(new Position(2, 13, "$.a[1].b"));
    assertThat(document.keyPlace("$.a")).isEqualTo(new Position(1, 2, "$.a#key"));
    assertThat(document.keyPlace("$.a[1].b")).isEqualTo(new Position(2, 8, "$.a[1].b#key"));
    assertThat(document.place("$.a[1].missing.deeper"))
        .isEqualTo(new Position(2, 7, "$.a[1].missing.deeper"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{\"a\":~  NaN}|2:6|Non-standard token 'NaN'",
        "{\"a\": 1,~}|2:1|double-quote to start field name",
        "{\"a\":~ 'x'}|2:2|Unexpected character",
        "{\"a\": [1,~  01]}|2:4|Leading zeroes",
        "{\"a\": \"~\"}|1:8|Illegal unquoted character",
        "{\"a\": 1,~  \"a\": 2}|2:3|is given twice",
        "{\"a\": 1}~ {\"b\": 2}|2:2|only one JSON document",
        "{\"a\": [1,~|2:1|Unexpected end-of-input",
        "{\"a\": {~|2:1|Unexpected end-of-input"
      })
  void aMistakeOfJsonHasItsPlaceAndNoAdviceForProgrammers(
      String text, String place, String message) {
    assertThat(issues(text.replace('~', '\n')).get(0).render())
        .startsWith("file:" + place + ": ")
        .contains(message)
        .doesNotContain("enable", "StreamRead", "Source:");
  }

  @Test
  void aCharacterThatYamlForbidsHasItsPlace() {
    InvalidDocumentsException malformed =
        catchThrowableOfType(
            InvalidDocumentsException.class, () -> read("a: 1\nb: \"\u001b[31m\"\n"));

    assertThat(malformed.issues().get(0).place()).isEqualTo(new Position(2, 5, "$"));
    assertThat(malformed).hasMessageContaining("U+001B").hasMessageNotContaining("\u001b");
  }

  @Test
  void yamlValuesHaveTheirPlaces() throws InvalidDocumentsException {
    Document document = read("a:\n  - 1\n  - b: ~\n");

    assertThat(document.place("$.a[1].b")).isEqualTo(new Position(3, 8, "$.a[1].b"));
    assertThat(document.keyPlace("$.a")).isEqualTo(new Position(1, 1, "$.a#key"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "010", "1:20", "0x1F", "2026-11-23", "1_000", "yes", "on", ".5"})
  void aYamlScalarIsTheTextThatItLooksLike(String scalar) throws InvalidDocumentsException {
    JsonObject object = read("a: " + scalar).value().getAsJsonObject();

    assertThat(object.get("a")).isEqualTo(new JsonPrimitive(scalar));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 1, \"a\": 2}",
        "a: 1\na: 2",
        "{a: 1}}",
        "{\"a\": NaN}",
        "{\"a\": 1,}",
        "{\"a\": 'x'}",
        "{\"a\": 1} {\"b\": 2}",
        "{\"a\"",
        "[",
        "a: &x 1\nb: *x",
        "a: !!java.net.URL [x]",
        "!%a",
        "a: [1",
        "? [a]\n: 1",
        "\tа: 1"
      })
  void whatIsNotOfTheFormIsRejectedWithItsPlace(String text) {
    assertThat(issues(text))
        .allSatisfy(issue -> assertThat(issue.render()).startsWith("file:").contains(": "));
  }

  @Test
  void everyDuplicateKeyIsNamed() {
    assertThat(issues("{\"a\": 1, \"a\": 2, \"b\": {\"c\": 1, \"c\": 2}}"))
        .extracting(Issue::code)
        .containsExactly("duplicate-key", "duplicate-key");
  }

  @Test
  void whereNobodyRequestsPlacesErrorsStillHaveTheirs() throws InvalidDocumentsException {
    Documents answers = new Documents(Documents.ANSWER);

    assertThat(answers.read(new SourceFile("file", "{\"a\": [1]}")).get(0).places()).isEmpty();
    assertThatThrownBy(() -> answers.read(new SourceFile("file", "{\"a\": {\"b\": 1,\n\"b\": 2}}")))
        .hasMessageStartingWith("file:2:1: the key \"b\" is given twice; remove one");
    assertThatThrownBy(() -> answers.read(new SourceFile("file", "{\"a\":\nNaN}")))
        .hasMessageStartingWith("file:2:");
  }

  @Test
  void aFileOfTheLimitIsReadAndALargerOneIsNot() throws InvalidDocumentsException {
    Documents documents = new Documents(new DocumentLimits(10, 3, 10));

    assertThat(documents.read(new SourceFile("file", "{\"a\":1234}"))).hasSize(1);
    assertThatThrownBy(() -> documents.read(new SourceFile("file", "{\"a\":12345}")))
        .hasMessageContaining("at most 10 are read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void deeperNestingThanTheLimitIsRejected(String opening) {
    assertThat(issues(opening.repeat(21))).isNotEmpty();
    assertThat(issues("a: " + "[".repeat(5000))).isNotEmpty();
  }

  @Test
  void aNumberOfAMillionDigitsIsRejected() {
    assertThat(issues("[" + "9".repeat(41) + "]").get(0).message()).contains("40 characters");
    assertThat(issues("[" + "9".repeat(1_000_000) + "]").get(0).message()).startsWith("not JSON");
  }

  @Test
  void longKeysAroundManyValuesDoNotMultiply() throws InvalidDocumentsException {
    // 12 keys of 8 KiB around 40,000 numbers: as paths they would be 4 GB.
    String key = "{\"" + "k".repeat(8192) + "\":";
    String text = key.repeat(12) + "[" + "0,".repeat(40_000) + "0]" + "}".repeat(12);

    assertThat(allocated(() -> read(text))).isLessThan(64 * MIB);
  }

  @Test
  void repeatedKeysBelowLongOnesDoNotMultiply() {
    String key = "{\"" + "k".repeat(8192) + "\":";
    String text = key.repeat(12) + "{" + "\"a\":0,".repeat(20_000) + "\"a\":0}" + "}".repeat(12);

    assertThat(allocated(() -> issues(text))).isLessThan(64 * MIB);
  }

  @Test
  void aListOfAMillionNumbersIsRejectedBeforeItIsKept() {
    String text = "[" + "0,".repeat(1_000_000) + "0]";

    assertThat(issues(text).get(0).message()).contains("At most 100,000 values are read");
    assertThat(allocated(() -> issues(text))).isLessThan(64 * MIB);
  }

  private interface Reading {
    void run() throws InvalidDocumentsException;
  }

  /** What a piece of work takes from the heap, kept or not. */
  private static long allocated(Reading reading) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      reading.run();
    } catch (InvalidDocumentsException unexpected) {
      throw new AssertionError(unexpected);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static Document read(String text) throws InvalidDocumentsException {
    return new Documents(Documents.PROVIDER).read(new SourceFile("file", text)).get(0);
  }

  private static List<Issue> issues(String text) {
    Documents documents = new Documents(new DocumentLimits(4 * 1024 * 1024, 20, 8_000));
    return catchThrowableOfType(
            InvalidDocumentsException.class, () -> documents.read(new SourceFile("file", text)))
        .issues();
  }
}
