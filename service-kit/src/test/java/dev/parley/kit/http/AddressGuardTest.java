package dev.parley.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
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
                "2001::1",
                "2001:20::1",
                "2001:db8::1",
                "3fff::1",
                "64:ff9b:1::7f00:1",
                "::7f00:1",
                "fec0::1",
                "100::1",
                "5f00::1",
                "ff02::1",
                "192.88.99.1"
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
    @ValueSource(strings = {"127.0.0.1", "2130706433", "::1", "::ffff:7f00:1", "localhost"})
    void looksBehindHoweverALocalAddressIsWritten(String host) {
        assertThatThrownBy(() -> new AddressGuard(false).check(host))
                .isInstanceOf(AddressGuard.RefusedException.class)
                .hasMessageEndingWith("which is not public");
    }

    @Test
    void letsPrivateAddressesThroughWhereTheFarmSaysSo() throws Exception {
        assertThat(new AddressGuard(true).check("127.0.0.1")).allMatch(InetAddress::isLoopbackAddress);
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "fd00:ec2::254", "::ffff:169.254.169.254", "2852039166"})
    void refusesACloudsOwnAddressesWhateverTheFarmSays(String host) {
        assertThatThrownBy(() -> new AddressGuard(true).check(host))
                .isInstanceOf(AddressGuard.RefusedException.class)
                .hasMessageEndingWith("which is a cloud metadata address");
    }
}
