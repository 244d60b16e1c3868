package dev.composeraudit.egress;

import dev.composeraudit.subject.Excerpt;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.AliasToken;
import org.yaml.snakeyaml.tokens.AnchorToken;
import org.yaml.snakeyaml.tokens.DirectiveToken;
import org.yaml.snakeyaml.tokens.StreamEndToken;
import org.yaml.snakeyaml.tokens.Token;

/**
 * A scanner that refuses what only libyaml refuses: directives but %TAG and %YAML 1.1, or that no
 * document follows, and names of anchors beyond ASCII letters and digits.
 */
final class LibyamlScanner implements Scanner {
  private static final Pattern ANCHOR = Pattern.compile("[0-9A-Za-z_-]+");

  private final ScannerImpl scanner;
  private boolean announced;

  LibyamlScanner(ScannerImpl scanner) {
    this.scanner = scanner;
  }

  @Override
  public boolean checkToken(Token.ID... choices) {
    return scanner.checkToken(choices);
  }

  @Override
  public Token peekToken() {
    Token token = scanner.peekToken();
    if (token instanceof DirectiveToken<?> directive
        && !directive.getName().equals("YAML")
        && !directive.getName().equals("TAG")) {
      throw new YAMLException("found unknown directive name " + directive.getName());
    }
    if (token instanceof AnchorToken anchor) {
      checkName(anchor.getValue());
    }
    if (token instanceof AliasToken alias) {
      checkName(alias.getValue());
    }
    if (announced && token instanceof StreamEndToken) {
      throw new YAMLException("did not find expected document start");
    }
    return token;
  }

  private static void checkName(String anchor) {
    if (!ANCHOR.matcher(anchor).matches()) {
      throw new YAMLException("no name for an anchor: " + Excerpt.of(anchor));
    }
  }

  /** The version counts only where a document begins with it. */
  @Override
  public Token getToken() {
    peekToken();
    Token token = scanner.getToken();
    announced = token instanceof DirectiveToken<?>;
    if (token instanceof DirectiveToken<?> directive
        && directive.getName().equals("YAML")
        && !List.of(1, 1).equals(directive.getValue())) {
      throw new YAMLException("found incompatible YAML document");
    }
    return token;
  }

  @Override
  public void resetDocumentIndex() {
    scanner.resetDocumentIndex();
  }
}
