package dev.composeraudit.cli.input;

/** What to give instead of a document that does not help. */
final class InputHints {
  static final String PLAN =
      "run terraform plan -out=plan.bin, and give what terraform show -json plan.bin prints";
  static final String DESCRIBE =
      "give what gcloud composer environments describe ENVIRONMENT --location=LOCATION"
          + " --format=json prints";

  private InputHints() {}
}
