package dev.composeraudit.egress;

import dev.composeraudit.address.Address;
import dev.composeraudit.address.Cidr;

/**
 * Where a Pod sends to: an address or a range.
 *
 * @param text as the user wrote it
 * @param range without host bits; a single address is a range of one
 */
public record Destination(String text, Cidr range) {
  public Destination {
    if (!range.isNetwork()) {
      throw new IllegalArgumentException("host bits are set: " + range);
    }
  }

  /**
   * Reads an address, or a range without host bits.
   *
   * @throws IllegalArgumentException with a message that says what is wrong
   */
  public static Destination parse(String text) {
    if (text.contains("/")) {
      return new Destination(text, Cidr.parseNetwork(text));
    }
    Address address = Address.parse(text);
    return new Destination(text, new Cidr(address, address.family().bits()));
  }

  public static Destination of(Cidr range) {
    return new Destination(range.toString(), range);
  }
}
