package dev.composeraudit.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

/** What is taken out of a document, and what stays. */
final class MaskingTest {
  @Test
  void valuesOfMapsThatUsersFillAreMaskedAndKeysStay() {
    assertMasked(
        """
        {"softwareConfig": {"envVariables": {"DB": "s3cret"}, "imageVersion": "composer-2",
          "airflowConfigOverrides": {"core-fernet_key": "s3cret"},
          "pypiPackages": {"private": "@ https://user:s3cret@example.com/p.whl"}}}
        """,
        """
        {"softwareConfig": {"envVariables": {"DB": "(hidden)"}, "imageVersion": "composer-2",
          "airflowConfigOverrides": {"core-fernet_key": "(hidden)"},
          "pypiPackages": {"private": "(hidden)"}}}
        """);
  }

  @Test
  void valuesWhoseNameSaysSoAreMaskedWhereverTheyAre() {
    assertMasked(
        """
        {"masterAuth": {"username": "admin", "password": "s3cret", "clientKey": "s3cret",
          "clusterCaCertificate": "LS0t"}, "a": [{"apiToken": "s3cret", "count": 3}]}
        """,
        """
        {"masterAuth": {"username": "admin", "password": "(hidden)", "clientKey": "(hidden)",
          "clusterCaCertificate": "LS0t"}, "a": [{"apiToken": "(hidden)", "count": 3}]}
        """);
  }

  @Test
  void usersAndPasswordsInUrlsAreMasked() {
    assertMasked(
        "{\"url\": \"postgresql://me:s3cret@10.0.0.1:5432/db\", \"plain\": \"a@b.example\"}",
        "{\"url\": \"postgresql://(hidden)@10.0.0.1:5432/db\", \"plain\": \"a@b.example\"}");
  }

  @Test
  void aContainersVariablesAndAnObjectsAnnotationsAreTakenOut() {
    assertMasked(
        """
        {"metadata": {"name": "ip-masq-agent", "annotations": {"last-applied": "s3cret"}},
         "spec": {"containers": [{"args": ["--masq-chain=IP-MASQ"],
           "env": [{"name": "A", "value": "s3cret"}]}]}}
        """,
        """
        {"metadata": {"name": "ip-masq-agent"},
         "spec": {"containers": [{"args": ["--masq-chain=IP-MASQ"],
           "env": [{"name": "A", "value": "(hidden)"}]}]}}
        """);
  }

  @Test
  void theMetadataOfMachinesIsMasked() {
    assertMasked(
        "{\"config\": {\"metadata\": {\"startup-script\": \"s3cret\"}, \"labels\": {\"a\":"
            + " \"b\"}}}",
        "{\"config\": {\"metadata\": {\"startup-script\": \"(hidden)\"}, \"labels\": {\"a\":"
            + " \"b\"}}}");
  }

  private static void assertMasked(String document, String expected) {
    JsonObject masked = Masking.of(JsonParser.parseString(document).getAsJsonObject());
    assertThat(masked).isEqualTo(JsonParser.parseString(expected));
    assertThat(masked.toString()).doesNotContain("s3cret");
  }
}
