package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EvalTest {
  private static final String SUBJECT = "src/test/resources/subjects/composer-2.yaml";

  @Test
  void theJsonFormIsAContract() {
    String expressions =
        """
        resource.name

        network
        source("10.20.0.0/15")
        uncovered(["10.10.0.0/19"], network.nodeCidrs)
        cidr("10.0.0.1/8")
        1.0 / 0.0
        null
        dyn(2u)
        resource.nmae
        source("here")
        trigger.time == now
        """;

    Cli.Run run = Cli.runWith(expressions, "eval", SUBJECT);

    Golden.check("eval.txt", run.transcript());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type(ip('10.0.0.1')) == net.IP",
        "type(cidr('10.0.0.0/8')) == net.CIDR",
        "type(ip('10.0.0.1')) != net.CIDR",
        "[ip('::1'), cidr('::1/128'), 1].map(x, type(x)) == [net.IP, net.CIDR, int]",
        "type(1) == int",
        "type(1u) == uint",
        "type(1.0) == double",
        "type('a') == string",
        "type(b'a') == bytes",
        "type(true) == bool",
        "type([1]) == list",
        "type({'a': 1}) == map",
        "type(null) == null_type",
        "type(type(1)) == type",
        "type(now) == google.protobuf.Timestamp",
        "type(duration('1s')) == google.protobuf.Duration",
        "type(optional.of(1)) == optional_type",
        "type(resource) == google.cloud.orchestration.airflow.service.v1.Environment"
      })
  void valuesKnowTheirTypes(String expression) {
    assertThat(json(Cli.runWith(expression, "eval", SUBJECT)).get("value").getAsBoolean()).isTrue();
  }

  @Test
  void withoutASubjectEverythingAboutItIsUnknown() {
    JsonObject answer = json(Cli.runWith("size(network.podCidrs) > 0", "eval"));

    assertThat(answer.get("error").getAsString()).isEqualTo("unknown");
    assertThat(answer.get("message").getAsString()).contains("no subject is given");
  }

  @Test
  void whatDoesNotDependOnTheUnknownHasAValue() {
    Cli.Run run = Cli.runWith("true || size(network.podCidrs) > 0", "eval");

    assertThat(json(run).get("value").getAsBoolean()).isTrue();
    assertThat(run.code()).isZero();
  }

  @Test
  void errorsAndFailuresAreDistinguished() {
    assertThat(error("1 +")).isEqualTo("compile");
    assertThat(error("1 + 'a'")).isEqualTo("compile");
    assertThat(error("[int].exists(t, t == int)")).isEqualTo("compile");
    assertThat(error("1 / 0")).isEqualTo("runtime");
    assertThat(error("ip('10.0.0.256')")).isEqualTo("runtime");
    assertThat(error("cluster.name")).isEqualTo("unknown");
  }

  @Test
  void noExpressionIsNothingToDo() {
    Cli.Run run = Cli.runWith("\n  \n", "eval");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).isEqualToIgnoringNewLines("no expression on standard input");
  }

  @Test
  void thereMustBeOneSubjectAndNoMore() {
    Cli.Run run = Cli.runWith("1", "eval", "src/test/resources/subjects/several.yaml");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(Cli.runWith("1", "eval", "-").err()).contains("name a file");
  }

  private static String error(String expression) {
    Cli.Run run = Cli.runWith(expression, "eval");

    assertThat(run.code()).isEqualTo(2);
    assertThat(json(run).get("message").getAsString()).isNotBlank().doesNotContain("\n");
    return json(run).get("error").getAsString();
  }

  private static JsonObject json(Cli.Run run) {
    return JsonParser.parseString(run.out()).getAsJsonObject();
  }
}
