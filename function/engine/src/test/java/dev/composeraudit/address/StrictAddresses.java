package dev.composeraudit.address;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.util.Optional;

/** The library ipaddress in its strictest settings: what ours is held to. */
final class StrictAddresses {
  private static final IPAddressStringParameters STRICT =
      new IPAddressStringParameters.Builder()
          .allowAll(false)
          .allowEmpty(false)
          .allowMask(false)
          .allowPrefixOnly(false)
          .allowSingleSegment(false)
          .allowWildcardedSeparator(false)
          .setRangeOptions(RangeParameters.NO_RANGE)
          .getIPv4AddressParametersBuilder()
          .allow_inet_aton(false)
          .allowLeadingZeros(false)
          .allowUnlimitedLeadingZeros(false)
          .allowPrefixLengthLeadingZeros(false)
          .allowPrefixesBeyondAddressSize(false)
          .allowBinary(false)
          .getParentBuilder()
          .getIPv6AddressParametersBuilder()
          .allowZone(false)
          .allowBase85(false)
          .allowBinary(false)
          .allowUnlimitedLeadingZeros(false)
          .allowPrefixLengthLeadingZeros(false)
          .allowPrefixesBeyondAddressSize(false)
          .allowMixed(true)
          .getEmbeddedIPv4AddressParametersBuilder()
          .allow_inet_aton(false)
          .allowLeadingZeros(false)
          .allowUnlimitedLeadingZeros(false)
          .allowBinary(false)
          .getEmbeddedIPv4AddressParentBuilder()
          .getParentBuilder()
          .toParams();

  private StrictAddresses() {}

  /** The address that a text is; empty if it is none, or IPv4 in the clothes of IPv6. */
  static Optional<IPAddress> read(String text) {
    // It does not mind blanks and controls around an address.
    if (text.chars().anyMatch(c -> c <= ' ')) {
      return Optional.empty();
    }
    return Optional.ofNullable(new IPAddressString(text, STRICT).getAddress())
        .filter(address -> !(address.isIPv6() && address.toIPv6().isIPv4Mapped()));
  }
}
