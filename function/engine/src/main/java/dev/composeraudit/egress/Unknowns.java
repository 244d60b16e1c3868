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
          "it is the address of a Service, and the source depends on where the backend is; ask"
              + " about the backend's address");

  private Unknowns() {}

  /** A part that was read, and whose effect is not known. */
  static UnknownPart indeterminate(Part<?> part, String help) {
    return new UnknownPart(part, Observed.Reason.INDETERMINATE, help);
  }
}
