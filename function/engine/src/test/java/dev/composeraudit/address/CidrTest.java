package dev.composeraudit.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.composeraudit.egress.Destination;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CidrTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10.0.0.0",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/128",
        "10.0.0.0/08",
        "10.0.0.0/00",
        "10.0.0.0/+8",
        "10.0.0.0/-1",
        "10.0.0.0/ 8",
        "10.0.0.0/8 ",
        "10.0.0.0//8",
        "10.0.0.0/8/8",
        "10.0.0.0/255.0.0.0",
        "10.0.0.0/\u0668",
        "10.0.0/8",
        "::/129",
        "::/0128",
        "::/1000",
        "::1%eth0/64",
        "::ffff:10.0.0.0/104"
      })
  void whatIsNoRangeIsRejected(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cidr.parse(text))
        .withMessageContaining("is not a range: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.0 | it has no prefix length; write address/length",
        "10.0.0.0/33 | its prefix length must be a number from 0 to 32 without leading zeros",
        "::/129 | its prefix length must be a number from 0 to 128 without leading zeros",
        "1.2/8 | \"1.2\" is not an IP address: write four numbers from 0 to 255 without leading"
            + " zeros, as 10.0.0.1"
      })
  void theMessageSaysWhatIsWrong(String text, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cidr.parse(text))
        .withMessage("\"" + text + "\" is not a range: " + why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0/0", "10.0.0.1/8", "255.255.255.255/32", "::/0", "::1/128", "fe80::1/64"})
  void aRangeIsKeptAsWritten(String text) {
    assertThat(Cidr.parse(text)).hasToString(text);
  }

  @Test
  void hostBitsMakeNoNetwork() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cidr.parseNetwork("10.1.0.0/8"))
        .withMessage(
            "\"10.1.0.0/8\" is not a range: bits are set beyond its prefix;"
                + " the network is 10.0.0.0/8");
    assertThat(Cidr.parseNetwork("10.1.0.0/16").isNetwork()).isTrue();
    assertThat(Cidr.parse("10.1.0.0/8").isNetwork()).isFalse();
    assertThat(Cidr.parse("10.1.0.0/8").masked()).isEqualTo(Cidr.parse("10.0.0.0/8"));
    assertThat(Cidr.parse("10.1.0.0/8")).isNotEqualTo(Cidr.parse("10.0.0.0/8"));
  }

  @Test
  void thePrefixLengthIsThatOfTheFamily() {
    Address ipv4 = Address.parse("10.0.0.0");
    assertThatIllegalArgumentException().isThrownBy(() -> new Cidr(ipv4, 33));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cidr(ipv4, -1))
        .withMessage("no prefix length: -1");
    assertThat(new Cidr(ipv4, 32).family()).isEqualTo(Family.IPV4);
    assertThat(new Cidr(Address.parse("::"), 128).family()).isEqualTo(Family.IPV6);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/8, 9.255.255.255, false",
    "10.1.2.3/8, 10.0.0.0, true",
    "0.0.0.0/0, ::, false",
    "::/0, 0.0.0.0, false",
    "::/0, ::1, true",
    "2001:db8::/32, 2001:db8:ffff::, true",
    "2001:db8::/32, 2001:db9::, false"
  })
  void anAddressLiesInItOrNot(String range, String address, boolean in) {
    assertThat(Cidr.parse(range).contains(Address.parse(address))).isEqualTo(in);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8, true",
    "10.0.0.0/8, 10.1.0.0/16, true",
    "10.1.0.0/16, 10.0.0.0/8, false",
    "10.0.0.0/8, 11.0.0.0/16, false",
    "10.0.0.0/8, 10.1.2.3/8, true",
    "0.0.0.0/0, ::/0, false"
  })
  void aRangeLiesInItOrNot(String range, String other, boolean in) {
    assertThat(Cidr.parse(range).contains(Cidr.parse(other))).isEqualTo(in);
  }

  @Test
  void theWiderOfTheSameAddressComesFirst() {
    List<Cidr> ordered =
        Stream.of("9.0.0.0/32", "10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/8", "::/0")
            .map(Cidr::parse)
            .toList();
    assertThat(ordered).isSortedAccordingTo(Cidr::compareTo);
    assertThat(ordered.get(1)).isLessThan(ordered.get(2));
    assertThat(ordered.get(1)).isEqualByComparingTo(Cidr.parse("10.0.0.0/8"));
  }

  @ParameterizedTest
  @CsvSource({"10.1.2.3, 10.1.2.3/32", "::1, ::1/128", "10.0.0.0/8, 10.0.0.0/8"})
  void aDestinationIsAnAddressOrARange(String text, String range) {
    Destination destination = Destination.parse(text);
    assertThat(destination.text()).isEqualTo(text);
    assertThat(destination.range()).isEqualTo(Cidr.parse(range));
    assertThat(Destination.of(Cidr.parse(range)).text()).isEqualTo(range);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.0.0/8", "10.0.0.0/", "10.0.0", "", "example.com"})
  void anythingElseIsNoDestination(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Destination.parse(text));
  }

  @Test
  void aDestinationHasNoHostBits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Destination.of(Cidr.parse("10.1.0.0/8")))
        .withMessage("host bits are set: 10.1.0.0/8");
  }
}
