package dev.composeraudit.egress.agent;

import java.math.BigInteger;

/** What a scalar of a YAML text is to Go. */
sealed interface GoScalar {
  record Nothing() implements GoScalar {}

  record Bool(boolean value) implements GoScalar {}

  /** An integer of 64 bits, signed or not. */
  record Int(BigInteger value) implements GoScalar {
    /** Whether it fits 64 bits with a sign. */
    boolean isSigned() {
      return value.bitLength() < Long.SIZE;
    }
  }

  record Real(double value) implements GoScalar {}

  record Text(String value) implements GoScalar {}
}
