package dev.composeraudit.acceptance.deployment;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import java.util.List;
import java.util.Map;

/**
 * An environment that somebody creates, and what must be said of it in the end.
 *
 * @param letter what the demo calls it
 * @param environment its id
 * @param title one line for a person
 * @param config the body's {@code config}, as sent to the Composer REST API
 * @param exempt ranges that its cluster's egress policy exempts from masquerading in place of
 *     Composer's own definition; empty = left alone
 * @param expected the last verdict of each policy named; others must not FAIL
 */
public record Scenario(
    String letter,
    String environment,
    String title,
    String config,
    List<String> exempt,
    Map<String, Verdict> expected) {
  public static final String PROJECT = "demo-project";
  public static final String LOCATION = "us-central1";

  public static final String AGENT = "ip-masquerade-agent-enabled";
  public static final String COVERAGE = "non-masquerade-destinations-cover-cluster";
  public static final String DESTINATIONS = "destinations-see-an-accepted-source";
  public static final String OBSERVABLE = "egress-is-observable";
  static final String BLANKET = "no-blanket-exemption";

  private static final String AGENT_ON =
      """
      {"softwareConfig": {"imageVersion": "composer-2.14.1-airflow-2.10.5"},
       "nodeConfig": {"enableIpMasqAgent": true}}
      """;

  /** Nodes stand in a /20 of 10.0.0.0/8, Pods in 192.168.0.0/16, as in Google's example. */
  public static final List<Scenario> ALL =
      List.of(
          new Scenario(
              "a",
              "agent-absent",
              "created without the IP masquerade agent",
              """
              {"softwareConfig": {"imageVersion": "composer-2.14.1-airflow-2.10.5"}}
              """,
              List.of(),
              Map.of(
                  AGENT, Verdict.FAIL,
                  COVERAGE, Verdict.PASS,
                  DESTINATIONS, Verdict.FAIL,
                  BLANKET, Verdict.FAIL,
                  OBSERVABLE, Verdict.PASS)),
          new Scenario(
              "b",
              "agent-on",
              "created with the agent, with the request in Google's documentation",
              AGENT_ON,
              List.of(),
              Map.of(
                  AGENT, Verdict.PASS,
                  COVERAGE, Verdict.PASS,
                  DESTINATIONS, Verdict.PASS,
                  OBSERVABLE, Verdict.PASS)),
          new Scenario(
              "c",
              "agent-on-vms-exempt",
              "created with the agent, but the egress policy exempts 10.0.0.0/8",
              AGENT_ON,
              List.of("10.0.0.0/8", "192.168.0.0/16"),
              Map.of(
                  AGENT, Verdict.PASS,
                  COVERAGE, Verdict.PASS,
                  DESTINATIONS, Verdict.FAIL,
                  BLANKET, Verdict.FAIL,
                  OBSERVABLE, Verdict.PASS)),
          new Scenario(
              "d",
              "composer-3",
              "Composer 3: its cluster is Google's, Pod addresses never reach the VPC",
              """
              {"softwareConfig": {"imageVersion": "composer-3-airflow-2.10.5"}}
              """,
              List.of(),
              Map.of(
                  AGENT, Verdict.ARCHIVED,
                  COVERAGE, Verdict.ARCHIVED,
                  DESTINATIONS, Verdict.ARCHIVED,
                  OBSERVABLE, Verdict.ARCHIVED)),
          new Scenario(
              "e",
              "agent-on-private",
              "created with the agent, its control plane out of reach",
              """
              {"softwareConfig": {"imageVersion": "composer-2.14.1-airflow-2.10.5"},
               "nodeConfig": {"enableIpMasqAgent": true},
               "privateEnvironmentConfig": {
                 "enablePrivateEnvironment": true,
                 "privateClusterConfig": {"enablePrivateEndpoint": true}}}
              """,
              List.of(),
              Map.of(
                  AGENT, Verdict.PASS,
                  COVERAGE, Verdict.ERROR,
                  DESTINATIONS, Verdict.ERROR,
                  OBSERVABLE, Verdict.ERROR)));

  /** Where environments are created and listed. */
  public static String collection() {
    return "/v1/projects/" + PROJECT + "/locations/" + LOCATION + "/environments";
  }

  /** The resource name of an environment, by its id. */
  public static String resource(String environment) {
    return "projects/%s/locations/%s/environments/%s".formatted(PROJECT, LOCATION, environment);
  }

  /** The environment's resource name. */
  public String resource() {
    return resource(environment);
  }

  /** The body of the create request. */
  public JsonObject body() {
    JsonObject body = new JsonObject();
    body.addProperty("name", resource());
    body.add("config", JsonParser.parseString(config));
    return body;
  }
}
