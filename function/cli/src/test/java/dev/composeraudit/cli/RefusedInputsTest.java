package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that hold no environment: what they are, and what to give instead. */
final class RefusedInputsTest {
  @Test
  void anImpossibleNameIsRecognizedByItsCause() {
    Cli.Run run =
        checkText("{\"name\":\"projects/p/locations/europe-west1/environments/e\",\"config\":{}}");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("project id \"p\" is too short: a project id has 6 to 30 characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"compute#subnetwork\",\"ipCidrRange\":\"10.0.0.0/20\"}|--subnetworks",
        "{\"name\":\"c\",\"nodePools\":[],\"currentMasterVersion\":\"1.33\"}|--cluster",
        "{\"apiVersion\":\"networking.gke.io/v1\",\"kind\":\"EgressNATPolicy\"}|--egress-policies",
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"ip-masq-agent\"}}|--agent-config",
        "{\"apiVersion\":\"apps/v1\",\"kind\":\"DaemonSet\",\"metadata\":{\"name\":\"ip-masq-agent\"}}|--agent-config",
        "{\"apiVersion\":\"composer.gcp.upbound.io/v1beta2\",\"kind\":\"Environment\"}|Crossplane",
        "{\"version\":4,\"serial\":1,\"lineage\":\"x\",\"resources\":[]}|terraform show -json",
        "{\"resource\":{\"google_composer_environment\":{}}}|terraform show -json",
        "NAME  LOCATION  STATE  CREATE_TIME\\netl  x  RUNNING  y|--format=json",
        "just some text|only a value",
        "True|only a value",
        "42|only a value",
        "etl\tTrue|a row of a table of gcloud",
        "<Environment\n config: <EnvironmentConfig\n|--format=object or config",
        "name = x\n[config]\ngkeCluster = c\n|--format=object or config",
        "WARNING: Composer 1 is deprecated.\n{\"name\":\"x\"}|output of gcloud with messages in it",
        "NAMESPACE   NAME   AGE   READY   STATUS AGE\ncc   etl   3d|a table of kubectl",
        "{\"config\":{\"nodeConfig\":{\"enableIpMasqAgent\":[true]}}}|enableIpMasqAgent: must be"
            + " one value",
        "NAME  ENABLE_IP_MASQ_AGENT\netl   True|a table of gcloud",
        "┌──────┐\n│ NAME │\n└──────┘|a table of gcloud",
        "+------+\n| NAME |\n+------+|a table of gcloud",
        "---\nconfig.nodeConfig.enableIpMasqAgent: True\nname: projects/p|--format=flattened",
        "{\"version\":3,\"serial\":1,\"lineage\":\"x\",\"modules\":[]}|a Terraform state file",
        "{\"//\":{},\"resource\":{\"google_composer_environment\":{}}}|Terraform configuration",
        "{\"env\":{\"sensitive\":false,\"type\":\"string\",\"value\":\"x\"}}|output of Terraform"
            + " that is not a plan",
        "{\"format_version\":\"1.0\",\"valid\":true,\"diagnostics\":[]}|output of Terraform that is"
            + " not a plan",
        "{\"config\":{\"gcp:project\":\"x\"},\"steps\":[],\"changeSummary\":{}}|Pulumi",
        "{\"version\":3,\"deployment\":{\"resources\":[]}}|Pulumi",
        "{\"config\":{\"gcp:project\":\"x\"}}|not a document that can be judged",
        "10:00:00 INFO Downloading\n{\"format_version\":\"1.2\"}|a Terraform plan after other text",
        "[envs/a] {\"format_version\":\"1.2\"}|a Terraform plan after other text",
        "{{- if .Values.composer }}\nkind: ComposerEnvironment\n{{- end }}|a Helm template",
        "kind: ComposerEnvironment\nspec: {{ .Values.spec }}|a Helm template",
        "{\"x\":1}|not a document that can be judged",
        "resource \"google_composer_environment\" \"x\" {}|this is Terraform configuration",
        "region = \"europe-west1\"\n|values of Terraform variables",
        "\n<!DOCTYPE html>\n<html>|this is an HTML page",
        "<?xml version=\"1.0\"?>|this is XML",
        "name,location,state\netl,x,RUNNING\n|a table with separators (CSV)",
        "etl\tRUNNING\nml\tRUNNING\n|a table with separators (CSV)",
        "projects/p/locations/l/environments/e\n|a list of names",
        "ERROR: (gcloud.composer.environments.describe) NOT_FOUND: No|an error message of gcloud",
        "error: the server doesn't have a resource type \"x\"|an error message of kubectl",
        "Error from server (Forbidden): x is forbidden: User|an error message of kubectl",
        "╷\n│ Error: No configuration files\n|an error message of Terraform",
        "Listed 0 items.|there is nothing to list",
        "HTTP/2 200 \ncontent-type: application/json\n\n{}|without -i",
        "```json\n{}\n```|this is Markdown",
        "// comment\n{}|leave comments out",
        "#!/bin/bash\n|this is a program",
        "{}|an empty object",
        "null|holds no document",
        "|holds no document",
        "[]|holds no Composer environment",
        "\"{\\\"name\\\":1}\"|encoded twice",
        "\"just a string\"|only a value",
        "{\"name\": \"x\", \"config\": {\"a|the text ends too early",
        "{\"config\": {},}|no comma before }",
        "{'config': {}}|double quotes",
        "[core]\nx = 1\n|looks like an ini file",
        "{\"error\":{\"code\":403}}|an error response of an API",
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\"}|an error response of an"
            + " API",
        "{\"apiVersion\":\"composer-audit/v1\",\"kind\":\"Policy\"}|--policies DIR",
        "{\"summary\":{},\"results\":[]}|the output of check",
        "{\"class_uid\":2003}|a finding, and not an environment",
        "{\"kind\":\"compute#firewall\"}|a resource of Google Cloud that is not",
      })
  void whatCannotBeJudgedSaysWhatToDo(String row) {
    int bar = row.lastIndexOf('|');
    String[] parts = {row.substring(0, bar), row.substring(bar + 1)};
    Cli.Run run = checkText(parts[0].replace("\\n", "\n"));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(parts[1]);
  }

  @Test
  void aFileThatIsNoTextSaysWhatItIs(@TempDir Path folder) throws IOException {
    Map<String, byte[]> files =
        Map.of(
            "a gzip file", new byte[] {0x1F, (byte) 0x8B, 8, 0},
            "a zip file", new byte[] {'P', 'K', 3, 4, 0},
            "a compressed file", new byte[] {'B', 'Z', 'h', '9'},
            "a binary file", new byte[] {'{', 0, 0, 0, '}', 0, 0, 0},
            "a PDF or an image", new byte[] {'%', 'P', 'D', 'F', '-'},
            "save the file as UTF-8", new byte[] {'n', 'a', (byte) 0xFC});
    for (Map.Entry<String, byte[]> each : files.entrySet()) {
      Path file = folder.resolve("file");
      Files.write(file, each.getValue());
      assertThat(check(file.toString()).err()).contains(each.getKey());
    }
  }

  private static Cli.Run check(String file) {
    return Cli.run("check", file, "--policy=ip-masquerade-agent-enabled", "--format=json");
  }

  private static Cli.Run checkText(String text) {
    return Cli.runWith(text, "check", "-", "--policy=ip-masquerade-agent-enabled", "--format=json");
  }
}
