package dev.composeraudit.cli.input.document;

/** What to give instead of a document that does not help. */
public final class InputHints {
  public static final String PLAN =
      "run terraform plan -out=plan.bin, and give what terraform show -json plan.bin prints";
  public static final String DESCRIBE =
      "give what gcloud composer environments describe ENVIRONMENT --location=LOCATION"
          + " --format=json prints";

  private InputHints() {}
}
