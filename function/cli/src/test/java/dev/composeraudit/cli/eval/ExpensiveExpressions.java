package dev.composeraudit.cli.eval;

import dev.composeraudit.cli.eval.Expressions.Answer;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.PolicySetLoader;
import dev.composeraudit.policy.Subjects;
import dev.composeraudit.policy.WrittenPolicy;
import dev.composeraudit.policy.source.BoundedRegex;
import dev.composeraudit.subject.Subject;
import java.util.List;
import java.util.stream.Stream;

/** What is small and would become large. Run by itself it shows that a small heap is enough. */
final class ExpensiveExpressions {
  private ExpensiveExpressions() {}

  public static void main(String[] args) {
    Subject subject = Subjects.composer2();
    expressions()
        .forEach(
            expression -> {
              if (new Expressions(subject, WrittenPolicy.NOW).evaluate(expression)
                  instanceof Answer.Value) {
                throw new IllegalStateException("let through: " + expression);
              }
            });
    documents().forEach(ExpensiveExpressions::load);
    patterns().forEach(ExpensiveExpressions::compile);
    System.out.println("all refused");
  }

  static void load(SourceFile file) {
    try {
      PolicySetLoader.load(List.of(file));
    } catch (InvalidDocumentsException refused) {
      return;
    }
    throw new IllegalStateException("let through: " + file.line(1));
  }

  static void compile(String pattern) {
    try {
      BoundedRegex.compile(pattern);
    } catch (IllegalArgumentException refused) {
      return;
    }
    throw new IllegalStateException("let through: " + pattern);
  }

  static Stream<String> patterns() {
    return Stream.of(
        "((a{1000}){1000}){1000}",
        "(a?){900}(a?){900}",
        "(?:a{999}){2}",
        "a{1001}",
        "(((((a{9}){9}){9}){9}){9})");
  }

  static Stream<String> expressions() {
    return Stream.of(
        "['a']" + ".map(x, x + x)".repeat(40),
        "[b'a']" + ".map(x, x + x)".repeat(40),
        "[['a']]" + ".map(x, x + x)".repeat(40),
        "[dyn('a')]" + ".map(x, x + x)".repeat(40),
        "['aaaaaaaaaa']" + ".map(x, x.replace('a', x))".repeat(10),
        "'a'" + ".replace('', 'aaaaaaaaaa')".repeat(20),
        "[['a', 'b']]" + ".map(x, [x.join(x.join()), x.join(x.join())])".repeat(30),
        "strings.quote(".repeat(45) + "'\"'" + ")".repeat(45),
        "lists.range(50000000)",
        "lists.range(10000).map(i, lists.range(10000))",
        "lists.range(10000).map(i, lists.range(10000)).flatten()",
        "lists.range(10000).map(i, '0123456789'.replace('', '0123456789').replace('', '01234567'))",
        "[1]" + ".map(x, [x, x, x, x, x, x, x, x])".repeat(12),
        "[[1, 1, 1, 1, 1, 1, 1, 1]]" + ".map(x, [x, x, x, x, x, x, x, x].flatten())".repeat(12),
        "lists.range(10000).map(i, [" + "i, ".repeat(2_000) + "i])",
        "lists.range(10000).map(i, {'a': i, 'b': [" + "i, ".repeat(40) + "i]})",
        "lists.range(100).all(a, lists.range(100).all(b, lists.range(100).all(c, true)))",
        "lists.range(9).all(a, [1].all(b, [1].all(c, [1].all(d, true))))",
        "'a'.matches('((a{1000}){1000}){1000}')",
        "'a'.matches('" + "(a?){500}".repeat(5) + "')",
        "(".repeat(60) + "1" + ")".repeat(60),
        "[".repeat(5_000),
        "1" + " + 1".repeat(2_400),
        "x ".repeat(4_900),
        "'" + "a".repeat(10_000) + "'");
  }

  private static SourceFile yaml(String text) {
    return new SourceFile("bomb.yaml", text);
  }

  static Stream<SourceFile> documents() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      laughs.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
    }
    StringBuilder keys = new StringBuilder("apiVersion: composer-audit/v1\nkind: Policy\nspec:\n");
    StringBuilder documents = new StringBuilder();
    for (int i = 0; keys.length() < 250_000; i++) {
      keys.append("  k").append(i).append(": x\n");
    }
    while (documents.length() < 250_000) {
      documents.append("--- {kind: Policy}\n");
    }
    return Stream.of(
        yaml(laughs.toString()),
        yaml("a: &a [" + "*a, ".repeat(60_000) + "]"),
        yaml("a: &a\n" + "- *a\n".repeat(45_000)),
        yaml("a: &a {b: *a}"),
        yaml("[".repeat(100_000)),
        yaml("- ".repeat(100_000)),
        yaml("{".repeat(100_000)),
        yaml("a: " + "[".repeat(100_000)),
        yaml("x".repeat(10_000_000)),
        yaml("a: " + "9".repeat(200_000)),
        yaml("{\"a\": " + "9".repeat(200_000) + "}"),
        yaml("? ".repeat(100_000)),
        yaml("a: |\n" + "  \n".repeat(80_000)),
        yaml("a: \"" + "\\x41".repeat(60_000) + "\""),
        yaml("!!" + "x".repeat(200_000) + " a"),
        yaml("%TAG ! " + "x".repeat(200_000)),
        yaml("&" + "x".repeat(200_000) + " a"),
        yaml("a: 'x\n" + "\n".repeat(200_000)),
        yaml(keys.toString()),
        yaml(documents.toString()));
  }
}
