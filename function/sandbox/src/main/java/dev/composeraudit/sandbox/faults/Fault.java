package dev.composeraudit.sandbox.faults;

import java.util.Arrays;
import java.util.Optional;

/** What can go wrong with a call, by the name it has in the control API. */
enum Fault {
  BAD_REQUEST("400"),
  UNAUTHENTICATED("401"),
  FORBIDDEN("403"),
  /** IAM lacks the permission. */
  FORBIDDEN_BY_IAM("403-iam"),
  FORBIDDEN_BY_PERIMETER("403-vpc-service-controls"),
  FORBIDDEN_AS_DISABLED("403-service-disabled"),
  FORBIDDEN_BY_DNS_ENDPOINT("403-dns-endpoint"),
  FORBIDDEN_BY_RBAC("403-rbac"),
  /** Some server's page, not the API's. */
  NOT_FOUND_AS_TEXT("404-text"),
  NOT_FOUND("404"),
  CONFLICT("409"),
  TOO_MANY_REQUESTS("429"),
  INTERNAL("500"),
  UNAVAILABLE("503"),
  /** No answer, while the connection stays open. */
  HANG("timeout"),
  /** The right answer, two seconds later. */
  SLOW("slow"),
  /** The connection is closed before the answer. */
  RESET("reset"),
  /** A good status, and a body that comes a character at a time. */
  DRIP("drip"),
  /** A list that says on each page that there is another one. */
  ENDLESS("endless"),
  /** The connection is closed within the answer. */
  TRUNCATED("truncated"),
  /** A good status, and a body that is not what it says it is. */
  GARBAGE("garbage"),
  /** The answer sends the caller on, to where somebody waits for its token. */
  REDIRECT("302"),
  /** The cluster's document leads to a server that its certificate authority does not know. */
  WRONG_CA("wrong-ca");

  private final String text;

  Fault(String text) {
    this.text = text;
  }

  static Optional<Fault> of(String text) {
    return Arrays.stream(values()).filter(fault -> fault.text.equals(text)).findFirst();
  }

  String text() {
    return text;
  }

  /** The HTTP status that it is; empty if it is no answer, or a good one. */
  Optional<Integer> status() {
    return Character.isDigit(text.charAt(0))
        ? Optional.of(Integer.parseInt(text.substring(0, 3)))
        : Optional.empty();
  }
}
