package dev.composeraudit.address;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.composeraudit.FuzzBounds;
import inet.ipaddr.IPAddress;
import java.util.List;
import java.util.Optional;

/** Addresses and ranges, held to the library ipaddress. */
class CidrFuzzTest {
  @FuzzTest
  void aRangeOrAddressIsReadAsTheOracleReadsIt(byte[] data) {
    String text = FuzzBounds.text(data);
    FuzzBounds.withinASecond(
        () -> {
          int slash = text.indexOf('/');
          if (slash < 0) {
            holdAddress(text);
          } else {
            holdRange(text, text.substring(0, slash), text.substring(slash + 1));
          }
        });
  }

  private static void holdAddress(String text) {
    Optional<IPAddress> theirs = StrictAddresses.read(text);
    try {
      Address ours = Address.parse(text);
      assertThat(theirs).as(text).isPresent();
      assertThat(ours).hasToString(theirs.orElseThrow().toCanonicalString());
      assertThat(Address.parse(ours.toString())).isEqualTo(ours);
    } catch (IllegalArgumentException refused) {
      assertThat(theirs).as(text).isEmpty();
      FuzzBounds.isOneLine(String.valueOf(refused.getMessage()));
    }
  }

  private static void holdRange(String text, String address, String length) {
    Optional<IPAddress> theirs =
        StrictAddresses.read(address).filter(it -> isLength(length, it.getBitCount()));
    try {
      Cidr ours = Cidr.parse(text);
      assertThat(theirs).as(text).isPresent();
      int prefix = Integer.parseInt(length);
      assertThat(ours.first()).hasToString(bare(theirs.orElseThrow().toZeroHost(prefix)));
      assertThat(ours.last()).hasToString(bare(theirs.orElseThrow().toMaxHost(prefix)));
      assertThat(Cidr.parse(ours.toString())).isEqualTo(ours);
      assertThat(ours.isNetwork()).isEqualTo(ours.masked().equals(ours));
      assertThat(CidrSet.of(List.of(ours)).toStrings()).containsExactly(ours.masked().toString());
    } catch (IllegalArgumentException refused) {
      assertThat(theirs).as(text).isEmpty();
      FuzzBounds.isOneLine(String.valueOf(refused.getMessage()));
    }
  }

  private static boolean isLength(String text, int bits) {
    return text.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(text) <= bits;
  }

  private static String bare(IPAddress address) {
    return address.withoutPrefixLength().toCanonicalString();
  }
}
