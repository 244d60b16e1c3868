package dev.composeraudit.egress;

import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.UnknownPart;

/** Makes obstacles of parts of a subject. */
final class Unknowns {
  /** Of a destination that is a Service's. */
  static final UnknownPart SERVICE_BACKEND =
      indeterminate(
          Part.CLUSTER,
          "it is a Service's address, and where its backend is decides; ask for the backend's"
              + " address");

  private Unknowns() {}

  /** A part that was read, and whose effect cannot be told. */
  static UnknownPart indeterminate(Part<?> part, String help) {
    return new UnknownPart(part, Observed.Reason.INDETERMINATE, help);
  }
}
