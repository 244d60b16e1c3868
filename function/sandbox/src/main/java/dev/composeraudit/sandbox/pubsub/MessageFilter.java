package dev.composeraudit.sandbox.pubsub;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the filter of a subscription, in Pub/Sub's syntax: {@code attributes:KEY}, {@code
 * attributes.KEY = "VALUE"}, {@code !=}, {@code hasPrefix(attributes.KEY, "VALUE")}, {@code NOT} or
 * {@code -}, {@code AND}, {@code OR} and parentheses. {@code AND} and {@code OR} side by side need
 * parentheses, as in Pub/Sub. A message without the attribute differs from every value.
 */
final class MessageFilter {
  private static final int LONGEST = 256;
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|!=|[A-Za-z_][A-Za-z0-9_-]*|[-:.=(),])");

  private final List<String> tokens;
  private int next;

  private MessageFilter(List<String> tokens) {
    this.tokens = tokens;
  }

  /**
   * What a filter lets through, by the attributes of a message; an empty one lets all through.
   *
   * @throws StatusRuntimeException INVALID_ARGUMENT if the filter is malformed
   */
  static Predicate<Map<String, String>> of(String filter) {
    if (filter.isBlank()) {
      return attributes -> true;
    }
    if (filter.length() > LONGEST) {
      throw invalid("is longer than 256 characters");
    }
    MessageFilter reader = new MessageFilter(tokens(filter));
    Predicate<Map<String, String>> expression = reader.expression();
    if (reader.next < reader.tokens.size()) {
      throw invalid("ends where something else begins: " + reader.tokens.get(reader.next));
    }
    return expression;
  }

  private static List<String> tokens(String filter) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(filter.stripTrailing());
    int at = 0;
    while (at < filter.stripTrailing().length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw invalid("can't be read at character " + (at + 1));
      }
      tokens.add(matcher.group(1));
      at = matcher.end();
    }
    return tokens;
  }

  private Predicate<Map<String, String>> expression() {
    Predicate<Map<String, String>> left = term();
    String operator = peek();
    while (peek().equals("AND") || peek().equals("OR")) {
      if (!take().equals(operator)) {
        throw invalid("mixes AND and OR without parentheses");
      }
      Predicate<Map<String, String>> right = term();
      left = operator.equals("AND") ? left.and(right) : left.or(right);
    }
    return left;
  }

  private Predicate<Map<String, String>> term() {
    String token = take();
    return switch (token) {
      case "NOT", "-" -> term().negate();
      case "(" -> inParentheses();
      case "hasPrefix" -> prefix();
      case "attributes" -> comparison();
      default -> throw invalid("has %s where a condition is expected".formatted(token));
    };
  }

  private Predicate<Map<String, String>> inParentheses() {
    Predicate<Map<String, String>> inner = expression();
    expect(")");
    return inner;
  }

  private Predicate<Map<String, String>> prefix() {
    expect("(");
    expect("attributes");
    expect(".");
    String key = key();
    expect(",");
    String prefix = text();
    expect(")");
    return attributes -> attributes.getOrDefault(key, "").startsWith(prefix);
  }

  private Predicate<Map<String, String>> comparison() {
    if (peek().equals(":")) {
      take();
      String key = key();
      return attributes -> attributes.containsKey(key);
    }
    expect(".");
    String key = key();
    String operator = take();
    String value = text();
    return switch (operator) {
      case "=" -> attributes -> value.equals(attributes.get(key));
      case "!=" -> attributes -> !value.equals(attributes.get(key));
      default -> throw invalid("has %s where = or != is expected".formatted(operator));
    };
  }

  private String key() {
    return peek().startsWith("\"") ? text() : take();
  }

  private String text() {
    String token = take();
    if (!token.startsWith("\"")) {
      throw invalid("has %s where a text in quotation marks is expected".formatted(token));
    }
    return token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private void expect(String wanted) {
    String token = take();
    if (!token.equals(wanted)) {
      throw invalid("has %s where %s is expected".formatted(token, wanted));
    }
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next) : "";
  }

  private String take() {
    if (next == tokens.size()) {
      throw invalid("ends too early");
    }
    return tokens.get(next++);
  }

  private static StatusRuntimeException invalid(String what) {
    return Status.INVALID_ARGUMENT.withDescription("The filter " + what).asRuntimeException();
  }
}
