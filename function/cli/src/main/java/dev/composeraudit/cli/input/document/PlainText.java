package dev.composeraudit.cli.input.document;

import java.util.List;
import java.util.regex.Pattern;

/** Recognizes texts that are neither JSON nor YAML, and knows what to give instead. */
final class PlainText {
  private static final int HEAD = 100_000;

  /** A kind of text: how it is recognized, what it is, and what to give instead. */
  private record TextKind(Pattern pattern, String is) {
    TextKind(String pattern, String is) {
      this(Pattern.compile(pattern, Pattern.MULTILINE | Pattern.CASE_INSENSITIVE), is);
    }
  }

  /** Searched in this order; {@code \A} is the beginning of the text. */
  private static final List<TextKind> KINDS =
      List.of(
          new TextKind(
              "\\A\\s*<(!doctype|html|head|body)\\b",
              "an HTML page, such as a sign-in page or an error page; " + InputHints.DESCRIBE),
          new TextKind("\\A\\s*<(\\?xml|[a-z][a-z0-9:]*[ >])", "XML; " + InputHints.DESCRIBE),
          new TextKind(
              "\\A(?-i:WARNING: |Your active configuration is: |API \\[)",
              "output of gcloud with messages in it; give only the output (2>/dev/null)"),
          new TextKind(
              "\\A\\[?<(?-i:Environment)$|^\\[config[.\\]]",
              "what gcloud prints with --format=object or config; add --format=json to the gcloud"
                  + " command instead"),
          new TextKind(
              "\\AERROR: \\(gcloud",
              "an error message of gcloud, and not its output; correct what it names, then "
                  + InputHints.DESCRIBE),
          new TextKind(
              "\\A((?-i:error: \\S)|Error from server|Unable to connect to the server|The"
                  + " connection to the server)",
              "an error message of kubectl, and not its output; correct what it names, then give"
                  + " the output"),
          new TextKind(
              "\\A(╷\\s*)?(│ )?(?-i:Error: \\S)",
              "an error message of Terraform, and not a plan; correct what it names, then "
                  + InputHints.PLAN),
          new TextKind(
              "Terraform (used the selected providers|will perform the following actions)|OpenTofu"
                  + " (used the selected providers|will perform the following actions)|An execution"
                  + " plan has been generated|^ *# \\S+ will be (created|destroyed|updated)|^No"
                  + " changes\\. ",
              "a Terraform plan as text; " + InputHints.PLAN),
          new TextKind(
              "^ *((resource|data) +\"[^\"]+\" +\"[^\"]+\"|(module|provider|variable) +\"[^\"]+\""
                  + "|terraform|locals) *\\{",
              "Terraform configuration; " + InputHints.PLAN),
          new TextKind(
              "\\{\\{-?"
                  + " *(\\.(Values|Release|Chart)\\b|(if|range|include|define|with|template|toYaml)"
                  + " |end *-?\\}\\})",
              "a Helm template; give the output of helm template"),
          new TextKind(
              "^\\s*(\\[[^\\]\"]*\\] *)?\\{ *\"format_version\" *:",
              "a Terraform plan after other text, such as a log of Terragrunt; leave that text"
                  + " out (terragrunt --log-disable --tf-forward-stdout)"),
          new TextKind(
              "^(config|protoPayload|resource|operation)\\.[a-z0-9_.@\\[\\]]+: +",
              "what gcloud prints with --format=flattened; add --format=json to the gcloud command"
                  + " instead"),
          new TextKind(
              "^NAME +LOCATION +STATE +CREATE_TIME",
              "a table of gcloud; add --format=json to the gcloud command"),
          new TextKind(
              "\\AListed 0 items\\.",
              "a message of gcloud that there is nothing to list; check the project and the"
                  + " location in the command"),
          new TextKind(
              "\\A(?-i:(NAMESPACE +)?NAME +(.* )?AGE\\b)",
              "a table of kubectl; add -o json to the kubectl command, and give what it prints as"
                  + " --egress-policies FILE or --agent-config FILE"),
          new TextKind(
              "\\A\\s*([┌╔+][─═┬╦+-]{3}|(?-i:[A-Z][A-Z0-9_]*( {2,}[A-Z][A-Z0-9_]*)+) *$)",
              "a table of gcloud; add --format=json to the gcloud command"),
          new TextKind(
              "\\AHTTP/[0-9.]+ [0-9]{3}",
              "a response with its HTTP headers; leave them out (curl without -i)"),
          new TextKind("\\A\\s*```", "Markdown; give only the document between the lines of ```"),
          new TextKind(
              "\\A\\s*\"?projects/[^/\\s]+/locations/[^/\\s]+/environments/[^/\\s]+$",
              "a list of names; " + InputHints.DESCRIBE),
          new TextKind(
              "\\A[a-z_][a-z0-9_]* *= *[\"\\[{0-9tf]",
              "values of Terraform variables; " + InputHints.PLAN),
          new TextKind(
              "\\A[^\\n:{}#-][^\\n:{},;\\t]*([,;\\t])[^\\n:{}]*\\n[^\\n,;\\t]*\\1",
              "a table with separators (CSV); add --format=json to the gcloud command that wrote"
                  + " it"),
          new TextKind(
              "\\A[^\\n:{}]*\\t[^\\n:{}]*$",
              "a row of a table of gcloud; add --format=json to the gcloud command"),
          new TextKind("\\A\\s*(//|/\\*)", "JSON with comments, or a program; leave comments out"),
          new TextKind(
              "\\A(#!|from \\S+ import |import \\S+)", "a program; " + InputHints.DESCRIBE));

  /** How JSON begins; a template and a line after a name in brackets begin otherwise. */
  private static final Pattern JSON =
      Pattern.compile("\\s*(\\{(?!\\{)|\\[\\s*([\\]\\[{\"'0-9-]|true|false|null|NaN|$))");

  private PlainText() {}

  /** What the text seems to be and what to give instead; blank if it may be a document. */
  static String problem(String text) {
    if (JSON.matcher(text).lookingAt()) {
      return "";
    }
    String head = text.length() > HEAD ? text.substring(0, HEAD) : text;
    return KINDS.stream()
        .filter(kind -> kind.pattern().matcher(head).find())
        .findFirst()
        .map(kind -> "this is " + kind.is())
        .orElse("");
  }
}
