package dev.composeraudit.egress.agent;

import dev.composeraudit.document.Excerpt;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.scanner.ScannerException;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.AliasToken;
import org.yaml.snakeyaml.tokens.AnchorToken;
import org.yaml.snakeyaml.tokens.DirectiveToken;
import org.yaml.snakeyaml.tokens.StreamEndToken;
import org.yaml.snakeyaml.tokens.TagToken;
import org.yaml.snakeyaml.tokens.Token;

/**
 * A scanner that refuses what only libyaml refuses: directives but %TAG and %YAML 1.1, or that no
 * document follows, escapes in tags of less than two digits, and names of anchors beyond ASCII
 * letters and digits.
 */
final class LibyamlScanner implements Scanner {
  private static final Pattern ANCHOR = Pattern.compile("[0-9A-Za-z_-]+");

  private static final Pattern LONE_PERCENT = Pattern.compile("%(?![0-9a-fA-F]{2})");

  private final int[] text;
  private final ScannerImpl scanner;
  private boolean announced;

  LibyamlScanner(int[] text) {
    this.text = text;
    scanner =
        new ScannerImpl(new StreamReader(new String(text, 0, text.length)), new LoaderOptions());
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
    checkSpelling(token);
    if (announced && token instanceof StreamEndToken) {
      throw new YAMLException("did not find expected document start");
    }
    return token;
  }

  /**
   * Checks what is left of the line behind the first document: while what begins there may be a
   * key, libyaml has already looked at all of it.
   */
  void checkAhead() throws RejectedConfigException {
    int line = scanner.peekToken().getStartMark().getLine();
    try {
      while (scanner.peekToken().getStartMark().getLine() == line
          && !scanner.checkToken(Token.ID.StreamEnd)) {
        checkSpelling(scanner.getToken());
      }
    } catch (ScannerException beyond) {
      // What SnakeYAML had looked at by itself, it has taken.
      return;
    } catch (YAMLException refused) {
      throw RejectedConfigException.unforeseeable("behind the document: " + refused.getMessage());
    }
  }

  private void checkSpelling(Token token) {
    if (token instanceof AnchorToken anchor) {
      checkName(token, anchor.getValue());
    }
    if (token instanceof AliasToken alias) {
      checkName(token, alias.getValue());
    }
    if (token instanceof TagToken || token instanceof DirectiveToken) {
      checkEscapes(token);
    }
  }

  private void checkName(Token token, String anchor) {
    LibyamlSpelling.checkName(text, token.getStartMark().getIndex());
    if (!ANCHOR.matcher(anchor).matches()) {
      throw new YAMLException("no name for an anchor: " + Excerpt.of(anchor));
    }
  }

  /** SnakeYAML takes one digit and a sign too. */
  private void checkEscapes(Token token) {
    int start = token.getStartMark().getIndex();
    String source = new String(text, start, token.getEndMark().getIndex() - start);
    if (LONE_PERCENT.matcher(token instanceof TagToken ? source : source.substring(1)).find()) {
      throw new YAMLException("did not find URI escaped octet");
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
