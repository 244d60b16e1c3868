package dev.composeraudit.sandbox;

import com.google.api.HttpRule;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingConflictStrategy;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import dev.composeraudit.sandbox.api.GoogleErrors;
import java.util.function.BiFunction;

/**
 * How the gRPC services are called by REST: operations as Composer has them, and Composer's API in
 * its older version too.
 */
final class RestForms {
  private static final String ENVIRONMENTS =
      "google.cloud.orchestration.airflow.service.v1.Environments.";

  private RestForms() {}

  static HttpJsonTranscodingOptions options() {
    String operation = "{name=projects/*/locations/*/operations/*}";
    String environment = "{name=projects/*/locations/*/environments/*}";
    String collection = "{parent=projects/*/locations/*}/environments";
    return HttpJsonTranscodingOptions.builder()
        .conflictStrategy(HttpJsonTranscodingConflictStrategy.lastWins())
        .additionalHttpRules(
            inBothVersions(
                "google.longrunning.Operations.GetOperation",
                (rule, version) -> rule.setGet(version + operation)),
            inBothVersions(
                ENVIRONMENTS + "GetEnvironment",
                (rule, version) -> rule.setGet(version + environment)),
            inBothVersions(
                ENVIRONMENTS + "DeleteEnvironment",
                (rule, version) -> rule.setDelete(version + environment)),
            inBothVersions(
                ENVIRONMENTS + "ListEnvironments",
                (rule, version) -> rule.setGet(version + collection)),
            inBothVersions(
                ENVIRONMENTS + "CreateEnvironment",
                (rule, version) -> rule.setPost(version + collection).setBody("environment")))
        .errorHandler(new GoogleErrors())
        .build();
  }

  private static HttpRule inBothVersions(
      String method, BiFunction<HttpRule.Builder, String, HttpRule.Builder> form) {
    HttpRule beta = form.apply(HttpRule.newBuilder(), "/v1beta1/").build();
    return form.apply(HttpRule.newBuilder(), "/v1/")
        .setSelector(method)
        .addAdditionalBindings(beta)
        .build();
  }
}
