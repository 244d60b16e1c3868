package dev.composeraudit.cli.export;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.composeraudit.policy.remedy.Quoted;
import java.util.List;
import java.util.stream.Collectors;

/** Writes firewall rules as commands of gcloud, and as resources of Terraform. */
public final class FirewallText {
  private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

  private final FirewallNetwork network;

  public FirewallText(FirewallNetwork network) {
    this.network = network;
  }

  /** One command, with a flag a line. */
  public String gcloud(FirewallRule rule) {
    return String.join(
            " \\\n  ",
            "gcloud compute firewall-rules create " + rule.name(),
            "--project=" + Quoted.shell(network.project()),
            "--network=" + Quoted.shell(network.name()),
            "--direction=INGRESS",
            "--action=ALLOW",
            "--rules=" + Quoted.shell(String.join(",", rule.allowed())),
            "--source-ranges=" + Quoted.shell(String.join(",", rule.sources())),
            "--destination-ranges=" + Quoted.shell(rule.destination().toString()),
            "--description=" + Quoted.shell(rule.description()))
        + "\n";
  }

  /** One resource. */
  public String terraform(FirewallRule rule) {
    return """
    resource "google_compute_firewall" "%s" {
      name               = "%s"
      project            = "%s"
      network            = "%s"
      direction          = "INGRESS"
      description        = %s
      source_ranges      = [%s]
      destination_ranges = ["%s"]
    %s}
    """
        .formatted(
            rule.name(),
            rule.name(),
            network.project(),
            network.name(),
            text(rule.description()),
            rule.sources().stream().map(FirewallText::text).collect(Collectors.joining(", ")),
            rule.destination(),
            rule.allowed().stream().map(FirewallText::allow).collect(Collectors.joining()));
  }

  private static String allow(String allowed) {
    int colon = allowed.indexOf(':');
    String ports =
        colon < 0 ? "" : "    ports    = [%s]\n".formatted(text(allowed.substring(colon + 1)));
    return "\n  allow {\n    protocol = %s\n%s  }\n"
        .formatted(text(colon < 0 ? allowed : allowed.substring(0, colon)), ports);
  }

  /** A string of HCL: JSON's escapes are HCL's; what begins a template is doubled. */
  private static String text(String text) {
    return JSON.toJson(text).replace("${", "$${").replace("%{", "%%{");
  }

  /** The comment above the commands or resources. */
  public static List<String> heading(boolean isTerraform) {
    return List.of(
        "# Rules for the VPC network that the destinations are in. A firewall elsewhere has to"
            + " accept the same ranges.",
        isTerraform
            ? "# Narrow what they allow with --rules, such as tcp:5432."
            : "# Narrow --rules to the ports that the destination serves, such as tcp:5432.");
  }
}
