package dev.parley.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "198.18.0.1",
                "192.0.0.8",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fd00::1",
                "2002:7f00:1::",
                "64:ff9b::7f00:1",
                "::ffff:127.0.0.1",
                "2001::1"
            })
    void refusesWhatIsNotPublic(String address) throws Exception {
        assertThat(AddressGuard.isSpecial(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "93.184.216.34", "2606:4700::1111", "172.32.0.1", "100.128.0.1"})
    void letsPublicAddressesThrough(String address) throws Exception {
        assertThat(AddressGuard.isSpecial(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://2130706433/",
                "http://0x7f.1/",
                "https://[::1]:8443/x",
                "http://localhost/"
            })
    void looksBehindHoweverALocalAddressIsWritten(String url) {
        assertThatThrownBy(() -> new AddressGuard(false).check(URI.create(url)))
                .isInstanceOf(AddressGuard.RefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://example.org/x", "//example.org/x", "http://user@8.8.8.8/"})
    void refusesOtherSchemesAndCredentials(String url) {
        assertThatThrownBy(() -> new AddressGuard(true).check(URI.create(url)))
                .isInstanceOf(AddressGuard.RefusedException.class);
    }

    @Test
    void letsPrivateAddressesThroughWhereTheFarmSaysSo() throws Exception {
        assertThat(new AddressGuard(true)
                        .check(URI.create("http://127.0.0.1:9/"))
                        .isLoopbackAddress())
                .isTrue();
    }
}
