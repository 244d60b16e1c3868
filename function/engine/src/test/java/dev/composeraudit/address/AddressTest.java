package dev.composeraudit.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "256.1.1.1",
        "1.1.1.256",
        "1.1.1.1000",
        "01.1.1.1",
        "1.1.1.00",
        "0x1.1.1.1",
        "+1.1.1.1",
        "-1.1.1.1",
        " 1.1.1.1",
        "1.1.1.1 ",
        "1.1.1.1\n",
        "1.1.1.a",
        "1.1.1./",
        "\u0661.1.1.1",
        "\uff11.1.1.1",
        "167772161",
        "10.1",
        "localhost",
        "1,1,1,1"
      })
  void whatIsNoIpv4AddressIsRejected(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.parse(text))
        .withMessageContaining("is not an IP address: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":",
        ":::",
        "1:",
        ":1",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8:",
        "1:2:3:4:5:6:7::8",
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8::",
        "1::2::3",
        "::1::",
        "1:::2",
        "::12345",
        "::g",
        "::G",
        "::-1",
        "::+1",
        "::\uff11",
        ":: ",
        "::1%eth0",
        "fe80::%1",
        "[::1]",
        "::1.2.3",
        "::1.2.3.04",
        "::1.2.3.256",
        "::1.2.3.4:5",
        "1.2.3.4::",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::ffff:1.2.3.4",
        "::FFFF:102:304",
        "0:0:0:0:0:ffff:0:0"
      })
  void whatIsNoIpv6AddressIsRejected(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.parse(text))
        .withMessageContaining("is not an IP address: ");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "10.20.30.40, 10.20.30.40",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:DB8::A, 2001:db8::a",
    "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "1:0:0:2:3:0:0:4, 1::2:3:0:0:4",
    "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
    "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
    "::1.2.3.4, ::102:304",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
    "::fffe:1.2.3.4, ::fffe:102:304",
    "::1:ffff:1.2.3.4, ::1:ffff:102:304",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
  })
  void anAddressIsWrittenCanonically(String text, String canonical) {
    assertThat(Address.parse(text)).hasToString(canonical);
    assertThat(Address.parse(canonical)).isEqualTo(Address.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.2.3 | write four numbers from 0 to 255 without leading zeros, as 10.0.0.1",
        "1.2.3.04 | write four numbers from 0 to 255 without leading zeros, as 10.0.0.1",
        "1:2:3:4:5:6:7 | write groups of one to four hexadecimal digits, as 2001:db8::1",
        "1::2::3 | write groups of one to four hexadecimal digits, as 2001:db8::1",
        "fe80::1%eth0 | write it in ASCII and without a zone",
        "\uff11.1.1.1 | write it in ASCII and without a zone",
        "::ffff:1.2.3.4 | IPv4-mapped IPv6 is not read; write the IPv4 address"
      })
  void theMessageSaysWhatIsWrong(String text, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.parse(text))
        .withMessage("\"" + text + "\" is not an IP address: " + why);
  }

  @Test
  void ipv4ComesBeforeIpv6AndHighNumbersAreNotNegative() {
    List<Address> ordered =
        Stream.of(
                "0.0.0.0",
                "127.255.255.255",
                "128.0.0.0",
                "255.255.255.255",
                "::",
                "::7fff:ffff:ffff:ffff",
                "::8000:0:0:0",
                "0:0:0:1::",
                "7fff::",
                "8000::")
            .map(Address::parse)
            .toList();

    assertThat(ordered).isSortedAccordingTo(Address::compareTo).doesNotHaveDuplicates();
    assertThat(ordered.get(1)).isLessThan(ordered.get(2));
    assertThat(ordered.get(8)).isLessThan(ordered.get(9));
  }

  @Test
  void anIpv4AddressHas32Bits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Address(Family.IPV4, 0, 1L << 32))
        .withMessage("an IPv4 address has 32 bits");
    assertThatIllegalArgumentException().isThrownBy(() -> new Address(Family.IPV4, 1, 0));
    assertThat(new Address(Family.IPV4, 0, 0xffffffffL)).hasToString("255.255.255.255");
  }

  @ParameterizedTest
  @CsvSource({
    "10.20.30.40, 8, 10.0.0.0, 10.255.255.255",
    "10.20.30.40, 0, 0.0.0.0, 255.255.255.255",
    "10.20.30.40, 32, 10.20.30.40, 10.20.30.40",
    "10.20.30.40, 31, 10.20.30.40, 10.20.30.41",
    "2001:db8::1, 32, 2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
    "2001:db8::1, 0, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "2001:db8::1, 63, 2001:db8::, 2001:db8:0:1:ffff:ffff:ffff:ffff",
    "2001:db8::1, 64, 2001:db8::, 2001:db8::ffff:ffff:ffff:ffff",
    "2001:db8::1, 65, 2001:db8::, 2001:db8::7fff:ffff:ffff:ffff",
    "2001:db8::1, 128, 2001:db8::1, 2001:db8::1"
  })
  void aPrefixHasAFirstAndALastAddress(String text, int prefix, String first, String last) {
    assertThat(Address.parse(text).firstOf(prefix)).hasToString(first);
    assertThat(Address.parse(text).lastOf(prefix)).hasToString(last);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.1",
    "10.0.0.255, 10.0.1.0",
    "255.255.255.254, 255.255.255.255",
    "::, ::1",
    "::ffff:ffff:ffff:ffff, 0:0:0:1::",
    "7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 8000::"
  })
  void neighboursFollowEachOther(String address, String next) {
    assertThat(Address.parse(address).next()).hasToString(next);
    assertThat(Address.parse(next).previous()).hasToString(address);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 32",
    "128.0.0.0, 31",
    "10.0.0.0, 25",
    "10.0.0.1, 0",
    "::, 128",
    "8000::, 127",
    "0:0:0:1::, 64",
    "::1, 0",
    "::8000:0:0:0, 63"
  })
  void trailingZerosAreThoseOfTheFamily(String address, int zeros) {
    assertThat(Address.parse(address).trailingZeros()).isEqualTo(zeros);
  }

  @Test
  void familiesKnowTheirVersionAndLength() {
    assertThat(Family.IPV4.version()).isEqualTo(4);
    assertThat(Family.IPV6.version()).isEqualTo(6);
    assertThat(Family.IPV4.bits()).isEqualTo(32);
    assertThat(Family.IPV6.bits()).isEqualTo(128);
  }
}
