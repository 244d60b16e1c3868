package dev.composeraudit.cli.input;

import java.util.regex.Pattern;

/** Recognizes texts that are neither JSON nor YAML, and knows what to give instead. */
final class PlainText {
  private static final int HEAD = 100_000;
  private static final Pattern PLAN =
      Pattern.compile(
          "Terraform (used the selected providers|will perform the following actions)|OpenTofu"
              + " (used the selected providers|will perform the following actions)|An execution"
              + " plan has been generated|^ *# \\S+ will be (created|destroyed|updated)|^No"
              + " changes\\. ",
          Pattern.MULTILINE);
  private static final Pattern CONFIGURATION =
      Pattern.compile(
          "^ *((resource|data) +\"[^\"]+\" +\"[^\"]+\"|(module|provider|variable) +\"[^\"]+\""
              + "|terraform|locals) *\\{",
          Pattern.MULTILINE);
  private static final Pattern TABLE =
      Pattern.compile("^NAME +LOCATION +STATE +CREATE_TIME", Pattern.MULTILINE);

  private PlainText() {}

  /** What the text seems to be and what to give instead; blank if it may be a document. */
  static String problem(String text) {
    String start = text.stripLeading();
    if (start.startsWith("{") || start.startsWith("[")) {
      return "";
    }
    String head = text.length() > HEAD ? text.substring(0, HEAD) : text;
    if (PLAN.matcher(head).find()) {
      return "this is a Terraform plan as a person reads it; " + InputHints.PLAN;
    }
    if (CONFIGURATION.matcher(head).find()) {
      return "this is Terraform configuration; " + InputHints.PLAN;
    }
    if (TABLE.matcher(head).find()) {
      return "this is a table of gcloud's; add --format=json to the gcloud command";
    }
    if (head.startsWith("PK\u0003\u0004")) {
      return "this is a binary Terraform plan; give what terraform show -json prints of it";
    }
    return "";
  }
}
