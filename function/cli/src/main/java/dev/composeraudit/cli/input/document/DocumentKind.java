package dev.composeraudit.cli.input.document;

/** What a document is. The kinds that cannot be judged alone say what to do instead. */
public enum DocumentKind {
  SUBJECT,
  ENVIRONMENT,
  ENVIRONMENT_LIST,
  CREATE_REQUEST,
  UPDATE_REQUEST,
  ASSET,
  /** An asset in a window of time, in Asset Inventory's history and feeds. */
  TEMPORAL_ASSET,
  ASSET_LIST,
  RESOURCE_DATA,
  TERRAFORM_PLAN,
  TERRAFORM_STATE,
  CONFIG_CONNECTOR,
  LIST,
  /** An object of Kubernetes that has nothing to do with Composer; occurs in manifests. */
  OTHER_MANIFEST,
  CLUSTER("a GKE cluster; give it as --cluster FILE, beside the environment"),
  SUBNETWORK("a Compute subnetwork; give it as --subnetworks FILE, beside the environment"),
  EGRESS_NAT_POLICY(
      "an EgressNATPolicy; give it as --egress-policies FILE, beside the environment"),
  AGENT_CONFIG(
      "the ConfigMap of ip-masq-agent; give it as --agent-config FILE, beside the environment"),
  AGENT_DAEMON_SET(
      "the DaemonSet of ip-masq-agent; give it as --agent-config FILE, beside the environment"),
  TERRAFORM_STATE_FILE("a Terraform state file; give the output of terraform show -json"),
  TERRAFORM_LOG("the log of terraform plan -json, which has no values; " + InputHints.PLAN),
  TERRAFORM_OUTPUT("output of Terraform that is not a plan; " + InputHints.PLAN),
  TERRAFORM_CONFIGURATION("Terraform configuration; " + InputHints.PLAN),
  PULUMI("a preview or a state of Pulumi, which is not supported; " + InputHints.DESCRIBE),
  CROSSPLANE(
      "an environment's manifest for Crossplane or another operator, which is not supported; "
          + InputHints.DESCRIBE),
  LOG_ENTRY("a log entry, which describes an event and not an environment; " + InputHints.DESCRIBE),
  MESSAGE(
      "a Pub/Sub message, which describes an event and not an environment; " + InputHints.DESCRIBE),
  OPERATION("a long-running operation; when it is done, " + InputHints.DESCRIBE),
  ERROR("an error response of an API; correct what it names, then " + InputHints.DESCRIBE),
  POLICY(
      "a policy file of Composer Audit; give its folder as --policies DIR or --bindings DIR, and"
          + " here the environments to judge"),
  RESULTS("the output of check or scan, and not an environment; " + InputHints.DESCRIBE),
  FINDING("a finding, and not an environment; " + InputHints.DESCRIBE),
  OTHER_RESOURCE("a resource of Google Cloud that is not an environment; " + InputHints.DESCRIBE),
  EMPTY("an empty object; " + InputHints.DESCRIBE),
  ENCODED_TEXT(
      "JSON in a string, encoded twice; decode it first (jq -r . prints what is in the string)"),
  /** A text, a number or a truth value alone. */
  VALUE(
      "only a value, as gcloud prints with --format=value; add --format=json to the gcloud"
          + " command that wrote it"),
  UNKNOWN;

  private final String whyNotJudged;

  DocumentKind() {
    this("");
  }

  DocumentKind(String whyNotJudged) {
    this.whyNotJudged = whyNotJudged;
  }

  /** What the document is and what to give instead; blank for what can be read. */
  public String whyNotJudged() {
    return whyNotJudged;
  }
}
