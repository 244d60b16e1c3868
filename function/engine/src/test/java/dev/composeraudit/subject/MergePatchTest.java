package dev.composeraudit.subject;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 7396, appendix A, and what a patch on a subject has beside them. */
class MergePatchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":"b"}         | {"a":"c"}                       | {"a":"c"}
          {"a":"b"}         | {"b":"c"}                       | {"a":"b","b":"c"}
          {"a":"b"}         | {"a":null}                      | {}
          {"a":"b","b":"c"} | {"a":null}                      | {"b":"c"}
          {"a":["b"]}       | {"a":"c"}                       | {"a":"c"}
          {"a":"c"}         | {"a":["b"]}                     | {"a":["b"]}
          {"a":{"b":"c"}}   | {"a":{"b":"d","c":null}}        | {"a":{"b":"d"}}
          {"a":[{"b":"c"}]} | {"a":[1]}                       | {"a":[1]}
          ["a","b"]         | ["c","d"]                       | ["c","d"]
          {"a":"b"}         | ["c"]                           | ["c"]
          {"a":"foo"}       | null                            | null
          {"a":"foo"}       | "bar"                           | "bar"
          {"e":null}        | {"a":1}                         | {"e":null,"a":1}
          [1,2]             | {"a":"b","c":null}              | {"a":"b"}
          {}                | {"a":{"bb":{"ccc":null}}}       | {"a":{"bb":{}}}
          """)
  void theTargetIsMergedWithThePatch(String target, String patch, String merged) {
    assertThat(MergePatch.apply(JsonParser.parseString(target), JsonParser.parseString(patch)))
        .isEqualTo(JsonParser.parseString(merged));
  }

  @Test
  void anEmptyObjectSaysThatThereIsNoAgent() {
    JsonObject subject =
        JsonParser.parseString(
                "{\"cluster\":{\"a\":1},\"ipMasqAgentDaemonSet\":{\"kind\":\"DaemonSet\"}}")
            .getAsJsonObject();
    JsonObject patch =
        JsonParser.parseString("{\"cluster\":{},\"ipMasqAgentDaemonSet\":{}}").getAsJsonObject();

    assertThat(SubjectPatch.apply(subject, patch))
        .isEqualTo(JsonParser.parseString("{\"cluster\":{\"a\":1},\"ipMasqAgentDaemonSet\":{}}"));
  }
}
