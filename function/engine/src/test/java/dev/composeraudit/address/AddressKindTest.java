package dev.composeraudit.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kinds of addresses, at the borders of their ranges. */
final class AddressKindTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, true",
    "0.0.0.1, false",
    "::, true",
    "::1, false",
    "0:0:0:1::, false",
    "1::, false"
  })
  void unspecified(String address, boolean is) {
    assertThat(Address.parse(address).isUnspecified()).isEqualTo(is);
  }

  @ParameterizedTest
  @CsvSource({
    "126.255.255.255, false",
    "127.0.0.0, true",
    "127.255.255.255, true",
    "128.0.0.0, false",
    "::, false",
    "::1, true",
    "::2, false",
    "1::1, false"
  })
  void loopback(String address, boolean is) {
    assertThat(Address.parse(address).isLoopback()).isEqualTo(is);
  }

  @ParameterizedTest
  @CsvSource({
    "169.253.255.255, false",
    "169.254.0.0, true",
    "169.254.255.255, true",
    "169.255.0.0, false",
    "fe7f:ffff::, false",
    "fe80::, true",
    "febf:ffff::, true",
    "fec0::, false"
  })
  void linkLocalUnicast(String address, boolean is) {
    assertThat(Address.parse(address).isLinkLocalUnicast()).isEqualTo(is);
  }

  @ParameterizedTest
  @CsvSource({
    "223.255.255.255, false",
    "224.0.0.0, true",
    "224.0.0.255, true",
    "224.0.1.0, false",
    "ff02::1, true",
    "ff12::1, true",
    "ff01::1, false",
    "ff03::1, false",
    "fe02::1, false"
  })
  void linkLocalMulticast(String address, boolean is) {
    assertThat(Address.parse(address).isLinkLocalMulticast()).isEqualTo(is);
  }

  @ParameterizedTest
  @CsvSource({
    "223.255.255.255, false",
    "224.0.0.0, true",
    "239.255.255.255, true",
    "240.0.0.0, false",
    "feff::, false",
    "ff00::, true",
    "ffff::, true"
  })
  void multicast(String address, boolean is) {
    assertThat(Address.parse(address).isMulticast()).isEqualTo(is);
  }

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, true",
    "10.0.0.1, true",
    "240.0.0.1, true",
    "255.255.255.254, true",
    "255.255.255.255, false",
    "0.0.0.0, false",
    "127.0.0.1, false",
    "224.0.0.1, false",
    "169.254.169.254, false",
    "2001:db8::1, true",
    "::255.255.255.255, true",
    "::, false",
    "::1, false",
    "ff02::1, false",
    "fe80::1, false"
  })
  void globalUnicast(String address, boolean is) {
    assertThat(Address.parse(address).isGlobalUnicast()).isEqualTo(is);
  }
}
