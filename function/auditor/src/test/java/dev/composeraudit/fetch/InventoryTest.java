package dev.composeraudit.fetch;

import static dev.composeraudit.fetch.FakeCloud.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.composeraudit.fetch.inventory.EnvironmentPage;
import dev.composeraudit.fetch.inventory.ListedEnvironment;
import dev.composeraudit.http.FakeServer.Reply;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which environments there are, by Cloud Asset Inventory and by Composer: all, or it is unknown.
 */
final class InventoryTest {
  private static final String SCOPE = "organizations/123";
  private static final String ASSETS =
      "/v1/organizations/123:searchAllResources"
          + "?assetTypes=composer.googleapis.com%2FEnvironment&pageSize=500";
  private static final String ENVIRONMENTS =
      "/v1/projects/example-project/locations/us-central1/environments?pageSize=500";
  private static final String ONE = "projects/a-project/locations/us-central1/environments/one";
  private static final String TWO = "projects/b-project/locations/us-central1/environments/two";

  @Test
  void onePageIsReadByItself() throws TransientException {
    try (FakeCloud cloud = new FakeCloud();
        EnvironmentReader environmentReader = cloud.open()) {
      cloud.google.on(ASSETS, Reply.json(assets("token/1=", ONE)));
      cloud.google.on(ASSETS + "&pageToken=token%2F1%3D", Reply.json(assets("", TWO)));

      assertThat(environmentReader.environmentPage(SCOPE, "", cloud.time.deadline()))
          .isEqualTo(new Known<>(page("token/1=", ONE)));
      assertThat(environmentReader.environmentPage(SCOPE, "token/1=", cloud.time.deadline()))
          .isEqualTo(new Known<>(page("", TWO)));
    }
  }

  @Test
  void aPageOfWhichAnItemCannotBeReadIsUnknown() throws TransientException {
    try (FakeCloud cloud = new FakeCloud();
        EnvironmentReader environmentReader = cloud.open()) {
      cloud.google.on(ASSETS, Reply.json("{\"results\": [{}]}"));

      assertThat(reason(environmentReader.environmentPage(SCOPE, "", cloud.time.deadline())))
          .isEqualTo(Reason.UNREADABLE);
    }
  }

  @Test
  void theInventoryTellsSinceWhenTheyAreThere() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          ASSETS,
          Reply.json(
              """
              {"results": [
                {"name": "//composer.googleapis.com/%1$s", "createTime": "2026-11-23T10:00:00Z"},
                {"name": "//composer.googleapis.com/%1$s"}]}
              """
                  .formatted(ONE)));

      assertThat(listed(cloud).map(all -> all.stream().map(ListedEnvironment::created).toList()))
          .isEqualTo(new Known<>(List.of(Instant.parse("2026-11-23T10:00:00Z"), Instant.EPOCH)));
    }
  }

  @Test
  void aTimeOfCreationThatCannotBeReadIsSaid() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          ASSETS,
          Reply.json(
              "{\"results\": [{\"name\": \"%s\", \"createTime\": \"soon\"}]}".formatted(ONE)));

      Observed<List<ListedEnvironment>> listed = listed(cloud);
      assertThat(reason(listed)).isEqualTo(Reason.UNREADABLE);
      assertThat(((Unknown<?>) listed).help()).contains(ONE, "soon");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"x\", \"config\": {\"gkeCluster\": \"nonsense\"}}",
        "{\"name\": \"x\", \"config\": 7}"
      })
  void withoutAMatchAnEnvironmentThatCannotBeReadMakesTheAnswerUnknown(String environment)
      throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(ENVIRONMENTS, Reply.json("{\"environments\": [" + environment + "]}"));

      assertThat(reason(of(cloud, FakeCloud.CLUSTER_NAME))).isEqualTo(Reason.UNREADABLE);
    }
  }

  @Test
  void aComposerThatIsNotEnabledInTheCallersProjectIsUnknown() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          ENVIRONMENTS,
          Reply.json(
              403,
              """
              {"error": {"code": 403, "status": "PERMISSION_DENIED", "details": [
                {"reason": "SERVICE_DISABLED", "metadata": {"consumer": "projects/audit-project"}}]}}
              """));

      Observed<List<EnvironmentName>> found = of(cloud, FakeCloud.CLUSTER_NAME);
      assertThat(reason(found)).isEqualTo(Reason.FORBIDDEN);
      assertThat(((Unknown<?>) found).help())
          .contains("gcloud services enable composer.googleapis.com --project=audit-project");
    }
  }

  @Test
  void aScopeWithoutAnyHasNone() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(ASSETS, Reply.json("{}"));

      assertThat(below(cloud)).isEqualTo(names());
    }
  }

  @Test
  void aListThatDoesNotEndIsUnknown() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(ENVIRONMENTS, Reply.json(assets("t")));
      cloud.google.on(ENVIRONMENTS + "&pageToken=t", Reply.json(assets("t")));

      assertThat(reason(of(cloud, FakeCloud.CLUSTER_NAME))).isEqualTo(Reason.UNREADABLE);
      assertThat(cloud.google.targets()).hasSize(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"results\": [{}]}",
        "{\"results\": [{\"name\": 7}]}",
        "{\"results\": [{\"name\": \"//composer.googleapis.com/projects/p/../x\"}]}",
        "{\"results\": [7]}",
        "{\"results\": {}}",
        "{\"nextPageToken\": 7}",
        "garbage"
      })
  void anItemThatCannotBeReadIsNotLeftOut(String body) throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(ASSETS, Reply.json(body));

      assertThat(reason(below(cloud))).isEqualTo(Reason.UNREADABLE);
    }
  }

  @Test
  void troubleWithTheInventoryIsThrown() {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(ASSETS, Reply.json(503, "{}"));

      assertThatThrownBy(() -> below(cloud))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("Composer environments among the assets of " + SCOPE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FakeCloud.CLUSTER_NAME,
        "projects/example-project/locations/us-central1-b/clusters/gke"
      })
  void theEnvironmentOfAClusterIsTheOneThatNamesIt(String cluster) throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          ENVIRONMENTS,
          Reply.json(
              """
              {"environments": [
                {"name": "%s", "config": {"gkeCluster": "%s"}},
                {"name": "%s", "config": {"gkeCluster": "projects/b-project/locations/x/clusters/y"}},
                {"name": "x", "config": {"gkeCluster": ""}},
                {"name": "x", "config": {"gkeCluster": "nonsense"}},
                {"name": "x", "config": 7},
                {"name": "x"}]}
              """
                  .formatted(ONE, cluster, TWO)));

      assertThat(of(cloud, cluster)).isEqualTo(names(ONE));
    }
  }

  @Test
  void aClusterThatIsNoEnvironmentsHasNone() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(ENVIRONMENTS, Reply.json("{}"));

      assertThat(of(cloud, FakeCloud.CLUSTER_NAME)).isEqualTo(names());
    }
  }

  @Test
  void aClusterWhereComposerIsNotEnabledIsNoEnvironments() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          ENVIRONMENTS,
          Reply.json(403, "{\"error\": {\"details\": [{\"reason\": \"SERVICE_DISABLED\"}]}}"));

      assertThat(of(cloud, FakeCloud.CLUSTER_NAME)).isEqualTo(names());
    }
  }

  @Test
  void aDenialLeavesItOpenWhoseClusterItIs() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          ENVIRONMENTS,
          Reply.json(
              403,
              "{\"error\": {\"message\": \"Permission 'composer.environments.list' denied\"}}"));
      Observed<List<EnvironmentName>> found = of(cloud, FakeCloud.CLUSTER_NAME);

      assertThat(reason(found)).isEqualTo(Reason.PERMISSION_DENIED);
      assertThat(((Unknown<?>) found).help()).contains("roles/composer.user");
    }
  }

  private static Observed<List<EnvironmentName>> below(FakeCloud cloud) throws TransientException {
    return listed(cloud).map(all -> all.stream().map(ListedEnvironment::name).toList());
  }

  private static Observed<List<ListedEnvironment>> listed(FakeCloud cloud)
      throws TransientException {
    try (EnvironmentReader environmentReader = cloud.open()) {
      return environmentReader
          .environmentPage(SCOPE, "", cloud.time.deadline())
          .map(EnvironmentPage::environments);
    }
  }

  private static Observed<List<EnvironmentName>> of(FakeCloud cloud, String cluster)
      throws TransientException {
    try (EnvironmentReader environmentReader = cloud.open()) {
      return environmentReader.environmentsOf(ClusterName.parse(cluster), cloud.time.deadline());
    }
  }

  private static EnvironmentPage page(String next, String environment) {
    EnvironmentName name = EnvironmentName.parse(environment);
    return new EnvironmentPage(List.of(new ListedEnvironment(name, Instant.EPOCH)), next);
  }

  private static String assets(String next, String... environments) {
    StringBuilder results = new StringBuilder();
    for (String environment : environments) {
      results
          .append(results.isEmpty() ? "" : ",")
          .append("{\"name\": \"//composer.googleapis.com/")
          .append(environment)
          .append("\", \"assetType\": \"composer.googleapis.com/Environment\"}");
    }
    return "{\"results\": [%s], \"nextPageToken\": \"%s\"}".formatted(results, next);
  }

  private static Observed<List<EnvironmentName>> names(String... environments) {
    return Observed.known(List.of(environments).stream().map(EnvironmentName::parse).toList());
  }
}
