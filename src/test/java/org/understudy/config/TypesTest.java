package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.understudy.model.NodeName;

class TypesTest {
    @ParameterizedTest
    @CsvSource({"10s, PT10S", "1h30m, PT1H30M", "200ms, PT0.2S", "0s, PT0S", "1W, PT168H",
            "2d, PT48H", "5m, PT5M", "1s500ms, PT1.5S"})
    void durationCarriesItsUnit(String text, Duration expected) {
        assertEquals(expected, Types.DURATION.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "", "s", "10s5", "-1s", "1.5s", "10 s", "1y", "999999999w"})
    void durationWithoutUnitOrSenseIsRefused(String text) {
        refused(Types.DURATION, text);
    }

    @ParameterizedTest
    @CsvSource({"PT1H30M, 1h30m", "PT0.2S, 200ms", "PT0S, 0s", "PT15S, 15s", "PT49H, 2d1h"})
    void durationIsWrittenAsItIsRead(Duration duration, String text) {
        assertEquals(text, Durations.text(duration));
        assertEquals(duration, Types.DURATION.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"true,true", "T,true", "yes,true", "Y,true", "1,true", "false,false", "F,false",
            "no,false", "n,false", "0,false", "0.0,false", "None,false", "[],false", "{},false",
            "'',false"})
    void booleanKnowsTheOldWords(String text, boolean expected) {
        assertEquals(expected, Types.BOOLEAN.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "2", "ja", "true # really", "tru"})
    void booleanRefusesOtherWords(String text) {
        refused(Types.BOOLEAN, text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "512, 512", "1k, 1024", "10M, 10485760", "1Ki, 1024", "1.5g, 1610612736",
            "2GB, 2147483648", "1 MiB, 1048576"})
    void sizeCountsBy1024(String text, long bytes) {
        assertEquals(bytes, Types.SIZE.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "big", "-1", "1x", "50%FREE", "9e", "9999999999e", "1ib"})
    void sizeRefusesWhatIsNotOne(String text) {
        refused(Types.SIZE, text);
    }

    @ParameterizedTest
    @CsvSource({"100, 100", "-3, -3", "2.0, 2", "0, 0"})
    void integerIsWhole(String text, int expected) {
        assertEquals(expected, Types.INTEGER.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.5", "ten", "99999999999", "1 2"})
    void integerRefusesTheRest(String text) {
        refused(Types.INTEGER, text);
    }

    @Test
    void shellWordsHonourQuotesAndBackslashes() {
        assertEquals(List.of("-e", "A=b c", "it's", "", "x\\y", "a\"b", "$HOME"),
                Types.SHLEX.parse("-e  'A=b c' it\\'s \"\" \"x\\y\" \"a\\\"b\"\n $HOME"));
        assertEquals(List.of(), Types.SHLEX.parse("  "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'open", "\"open", "end\\", "\"end\\"})
    void shellWordsRefuseWhatIsOpen(String text) {
        refused(Types.SHLEX, text);
    }

    @Test
    void nodesKeepTheirOrderInLowerCase() {
        assertEquals(List.of(new NodeName("n2"), new NodeName("n1.lan")),
                Types.NODES.parse("N2\n n1.lan"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "n1 n1", "n1 N1", "n*", "n1, n2", "_x"})
    void nodesRefuseNoneTwiceAndPatterns(String text) {
        refused(Types.NODES, text);
    }

    @Test
    void pathIsAbsolute() {
        assertEquals(Path.of("/srv/web"), Types.PATH.parse("/srv/web"));
        refused(Types.PATH, "srv/web");
        refused(Types.PATH, "/srv\nmnt = /x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "255.255.255.255", "fe80::1%eth0", "::1",
            "2001:db8::1.2.3.4"})
    void addressIsLiteral(String text) {
        assertEquals(text, Types.ADDRESS.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"n1", "10.0.0", "10.0.0.256", "10.0.0.1.", "10.0.0.1/24", "", "a:b"})
    void addressRefusesNamesAndPrefixes(String text) {
        refused(Types.ADDRESS, text);
    }

    @Test
    void theRestIsExact() {
        assertEquals(List.of("a", "b"), Types.WORDS.parse(" a\n\tb "));
        assertEquals("ha", Types.oneOf("no", "ha").parse("ha"));
        refused(Types.oneOf("no", "ha"), "HA");
        assertEquals(0x1a2b, Types.HEX.parse("0x1A2b").intValueExact());
        refused(Types.HEX, "xyz");
        refused(Types.PORT, "65536");
        refused(Types.TEXT, "a\nb");
        refused(Types.NAME, "a b");
        assertEquals("one of no, ha", Types.oneOf("no", "ha").expected());
    }

    private static void refused(Type<?> type, String text) {
        assertThrows(IllegalArgumentException.class, () -> type.parse(text));
    }
}
