package dev.composeraudit.egress;

import java.util.List;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.DirectiveToken;
import org.yaml.snakeyaml.tokens.Token;

/** A scanner that refuses the directives that libyaml refuses: all but %TAG and %YAML 1.1. */
final class DirectiveScanner implements Scanner {
  private final ScannerImpl scanner;

  DirectiveScanner(ScannerImpl scanner) {
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
    return token;
  }

  /** The version counts only where a document begins with it. */
  @Override
  public Token getToken() {
    peekToken();
    Token token = scanner.getToken();
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
