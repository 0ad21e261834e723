package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file may say of an address, before any machine is asked. */
class IpKeysTest {
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.5", "2001:db8::1", "::1", "fe80::1%eth0", "web.example.com",
        "web_1", "1and1.example"})
    void addressesAndNamesAreTaken(String text) {
        assertEquals(text, Ip.IPNAME.type().parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.5/24", "<allocate>", "{#}", "a b", "10.0.0.5,10.0.0.6", "-web",
        "\u201cweb\u201d", "http://web", ""})
    void whatCanBeNeitherIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Ip.IPNAME.type().parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eth0", "eth0:1", "bond0.100", "br-prd", "enp0s31f6", "eth0:web"})
    void interfacesAreTaken(String text) {
        assertEquals(text, Ip.IPDEV.type().parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../..", "@", "eth0/1", "aninterfacewithalongname", "eth0:",
        "eth0 eth1", "vip@eth0", ""})
    void whatIsNoInterfaceIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Ip.IPDEV.type().parse(text));
    }
}
