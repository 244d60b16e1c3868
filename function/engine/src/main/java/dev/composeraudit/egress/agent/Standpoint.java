package dev.composeraudit.egress.agent;

import java.util.ArrayDeque;
import java.util.Deque;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.ScalarToken;
import org.yaml.snakeyaml.tokens.Token;

/**
 * Where one is at the end of a piece of YAML.
 *
 * @param inBrackets whether within brackets or braces
 * @param indentation the column of the innermost collection in block style; -1 if there is none
 * @param behindPlainText whether the last token is plain text, with nothing but blanks and line
 *     breaks behind it
 */
record Standpoint(boolean inBrackets, int indentation, boolean behindPlainText) {
  static Standpoint behind(String text) {
    Deque<Integer> columns = new ArrayDeque<>();
    int brackets = 0;
    int indentation = -1;
    Token last = null;
    ScannerImpl scanner = new ScannerImpl(new StreamReader(text), new LoaderOptions());
    try {
      while (!scanner.checkToken(Token.ID.StreamEnd)) {
        Token token = scanner.getToken();
        switch (token.getTokenId()) {
          case BlockMappingStart, BlockSequenceStart ->
              columns.push(token.getStartMark().getColumn());
          case BlockEnd -> columns.pop();
          case FlowMappingStart, FlowSequenceStart -> brackets++;
          case FlowMappingEnd, FlowSequenceEnd -> brackets--;
          default -> {}
        }
        if (token.getTokenId() != Token.ID.BlockEnd) {
          last = token;
          indentation = columns.isEmpty() ? -1 : columns.peek();
        }
      }
    } catch (YAMLException | IllegalArgumentException unfinished) {
      // What came before it counts.
    }
    int end = last == null ? 0 : text.offsetByCodePoints(0, last.getEndMark().getIndex());
    boolean plain = last instanceof ScalarToken scalar && scalar.getPlain();
    return new Standpoint(brackets > 0, indentation, plain && isBlank(text.substring(end)));
  }

  private static boolean isBlank(String text) {
    return text.chars().allMatch(LibyamlRefusals::isBlank);
  }
}
