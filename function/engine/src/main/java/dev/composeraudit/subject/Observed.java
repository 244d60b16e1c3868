package dev.composeraudit.subject;

import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.document.Excerpt;
import java.util.Optional;
import java.util.function.Function;

/** A part of a subject: known, perhaps as "there is none", or unknown with the reason. */
public sealed interface Observed<T> {
  /** The part as it was seen. */
  record Known<T>(T value) implements Observed<T> {}

  /**
   * The part could not be seen.
   *
   * @param reason the kind of obstacle
   * @param help what happened and what would help, one line for a person
   * @param remedy what would help, for a program; empty if that is not known, or is no change of
   *     access
   */
  record Unknown<T>(Reason reason, String help, Optional<AccessRemedy> remedy)
      implements Observed<T> {
    public Unknown {
      // It may repeat what a document or an answer names.
      help = Excerpt.line(help);
    }

    public Unknown(Reason reason, String help) {
      this(reason, help, Optional.empty());
    }

    /** The same obstacle to another value. */
    public <U> Unknown<U> as() {
      return new Unknown<>(reason, help, remedy);
    }
  }

  /** Why a part is unknown. */
  enum Reason {
    /** It does not exist yet: the cluster while it is being created, "known after apply". */
    NOT_YET,
    /** The document that is judged does not hold it. */
    NOT_PROVIDED,
    /** The API says that there is no such thing, where there ought to be. */
    NOT_FOUND,
    /** IAM refused; the help names the permission. */
    PERMISSION_DENIED,
    /** A VPC Service Controls perimeter refused. */
    VPC_SERVICE_CONTROLS,
    /** The API is not enabled in that project. */
    SERVICE_DISABLED,
    /** The cluster's DNS endpoint does not take traffic from outside. */
    DNS_ENDPOINT_DISALLOWED,
    /** Kubernetes RBAC refused. */
    RBAC_DENIED,
    /** Refused with 403, and the answer does not say by what. */
    FORBIDDEN,
    /** The credentials were not accepted (401). */
    UNAUTHENTICATED,
    /** There is no route to the cluster's Kubernetes API from here. */
    CONTROL_PLANE_UNREACHABLE,
    /** The cluster's certificate is absent, unreadable or not the one it presents. */
    UNTRUSTED_CERTIFICATE,
    /** An answer came that cannot be understood. */
    UNREADABLE,
    /** There is more of it than is read. */
    TOO_LARGE,
    /** It was read, and contradicts what is allowed of it: a foreign project, a bad endpoint. */
    REFUSED,
    /** It was read, and what it means in effect is not known. */
    INDETERMINATE,
    /** Deliberately not read in this deployment. */
    NOT_READ
  }

  static <T> Observed<T> known(T value) {
    return new Known<>(value);
  }

  static <T> Observed<T> unknown(Reason reason, String help) {
    return new Unknown<>(reason, help);
  }

  /** Applies a function to what is known; an unknown stays as it is. */
  default <U> Observed<U> map(Function<? super T, ? extends U> function) {
    if (this instanceof Known<T> known) {
      return new Known<>(function.apply(known.value()));
    }
    return ((Unknown<T>) this).as();
  }

  /** Applies a function that may itself end in an unknown. */
  default <U> Observed<U> flatMap(Function<? super T, Observed<U>> function) {
    if (this instanceof Known<T> known) {
      return function.apply(known.value());
    }
    return ((Unknown<T>) this).as();
  }
}
