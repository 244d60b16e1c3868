package dev.composeraudit.egress;

/** Whose address a destination sees as the source of a Pod's packets. */
public enum Source {
  /** The Pod's own: it is kept. */
  POD,
  /** The node's: the Pod's is masqueraded. */
  NODE,
  /** Parts of the destination range see the one, parts the other; only of ranges. */
  MIXED,
  /** It is not known. */
  UNKNOWN
}
