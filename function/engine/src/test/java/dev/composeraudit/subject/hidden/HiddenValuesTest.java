package dev.composeraudit.subject.hidden;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import org.junit.jupiter.api.Test;

/** Which values are hidden, and what of them stays. */
class HiddenValuesTest {
  @Test
  void variablesAndOverridesKeepTheirNames() {
    Environment.Builder environment = Environment.newBuilder().setName("e");
    environment
        .getConfigBuilder()
        .getSoftwareConfigBuilder()
        .setImageVersion("composer-2.9.7-airflow-2.9.3")
        .putEnvVariables("DB_PASSWORD", "hunter2")
        .putEnvVariables("EMPTY", "")
        .putAirflowConfigOverrides("core-sql_alchemy_conn", "postgresql://airflow:hunter2@db/x")
        .putPypiPackages("pandas", "==2.2.0");

    Environment hidden = HiddenValues.hide(environment.build());

    assertThat(hidden.toString()).doesNotContain("hunter2");
    assertThat(hidden.getConfig().getSoftwareConfig().getEnvVariablesMap())
        .containsEntry("DB_PASSWORD", "(hidden)")
        .containsEntry("EMPTY", "");
    assertThat(hidden.getConfig().getSoftwareConfig().getAirflowConfigOverridesMap())
        .containsEntry("core-sql_alchemy_conn", "(hidden)");
    assertThat(hidden.getConfig().getSoftwareConfig().getPypiPackagesMap())
        .containsEntry("pandas", "==2.2.0");
    assertThat(hidden.getConfig().getSoftwareConfig().getImageVersion())
        .isEqualTo("composer-2.9.7-airflow-2.9.3");
    assertThat(HiddenValues.hide(hidden)).isSameAs(hidden);
  }

  @Test
  void aClusterKeepsItsCertificateAuthority() {
    Cluster.Builder cluster = Cluster.newBuilder();
    cluster
        .getMasterAuthBuilder()
        .setUsername("admin")
        .setPassword("hunter2")
        .setClientKey("LS0tLS1CRUdJTiBQUklWQVRF")
        .setClusterCaCertificate("LS0tLS1CRUdJTiBDRVJU");

    Cluster hidden = HiddenValues.hide(cluster.build());

    assertThat(hidden.toString()).doesNotContain("hunter2", "UFJJVkFURQ", "LS0tLS1CRUdJTiBQUklWQVRF");
    assertThat(hidden.getMasterAuth().getClusterCaCertificate()).isEqualTo("LS0tLS1CRUdJTiBDRVJU");
    assertThat(HiddenValues.hide(hidden)).isSameAs(hidden);
  }
}
