package dev.composeraudit.cli.input;

/** What a document is. The kinds that cannot be judged alone say what to do instead. */
enum DocumentKind {
  SUBJECT,
  ENVIRONMENT,
  ENVIRONMENT_LIST,
  CREATE_REQUEST,
  UPDATE_REQUEST,
  ASSET,
  ASSET_LIST,
  RESOURCE_DATA,
  TERRAFORM_PLAN,
  TERRAFORM_STATE,
  CONFIG_CONNECTOR,
  LIST,
  /** An object of Kubernetes that has nothing to do with Composer; stands in manifests. */
  OTHER_MANIFEST,
  CLUSTER("a GKE cluster; give it as --cluster FILE, beside the environment"),
  SUBNETWORK("a Compute subnetwork; give it as --subnetworks FILE, beside the environment"),
  EGRESS_NAT_POLICY(
      "an EgressNATPolicy; give it as --egress-policies FILE, beside the environment"),
  AGENT_CONFIG(
      "the ConfigMap of ip-masq-agent; give it as --agent-config FILE, beside the environment"),
  AGENT_DAEMON_SET(
      "the DaemonSet of ip-masq-agent; give it as --agent-config FILE, beside the environment"),
  TERRAFORM_STATE_FILE(
      "a Terraform state as it is stored; give what terraform show -json prints of it"),
  TERRAFORM_LOG("the log of terraform plan -json, which holds no values; " + InputHints.PLAN),
  TERRAFORM_CONFIGURATION("Terraform configuration; " + InputHints.PLAN),
  LOG_ENTRY("a log entry, which tells an event and not an environment; " + InputHints.DESCRIBE),
  MESSAGE("a Pub/Sub message, which tells an event and not an environment; " + InputHints.DESCRIBE),
  OPERATION("a long-running operation; when it is done, " + InputHints.DESCRIBE),
  ERROR("an error answer of an API; " + InputHints.DESCRIBE),
  UNKNOWN;

  private final String whyNotJudged;

  DocumentKind() {
    this("");
  }

  DocumentKind(String whyNotJudged) {
    this.whyNotJudged = whyNotJudged;
  }

  /** What the document is and what to give instead; blank for what can be read. */
  String whyNotJudged() {
    return whyNotJudged;
  }
}
