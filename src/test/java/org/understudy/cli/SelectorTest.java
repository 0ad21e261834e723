package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which services words mean, of three: {@code busybox}, {@code registry} and {@code web}. */
@Timeout(60)
final class SelectorTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"w* web", "* busybox,registry,web", "w?b web",
        "[r-w]* registry,web", "*.opensvc.com busybox,registry", "web,* web,busybox,registry",
        "container: busybox,registry", "fs#3: registry", "disk: busybox,registry",
        "!container: web", "fs:+!w* busybox,registry", "*+!web+!b* registry",
        "allservices busybox,registry,web", "allupservices busybox,registry,web",
        "allupservices+!w* busybox,registry", ".avail=down web", "$.avail=down web", "$avail=x ''",
        "allprimaryservices ''",
        ".groups.fs=up busybox,registry", ".resources.rid~^ip busybox,registry",
        "orchestrate=ha web", "DEFAULT.nodes~n2$ web", "priority>10 web", "priority>=11 web",
        "priority<10 busybox,registry", "priority<=5 busybox,registry", "fs#1.mnt=/srv web",
        "fs.mnt~=^/ web", "!fs.mnt~^/ busybox,registry", "priority=11+fs: web"})
    void wordsMeanServices(String typed, String names) {
        List<String> short3 = Arrays.asList(names.split(","));
        Stage.Ran ran = STAGE.svcmgr("-s " + typed + " freeze");
        if (names.isEmpty()) {
            assertEquals(2, ran.code(), ran.err());
            return;
        }
        assertEquals(0, ran.code(), ran.err());
        assertEquals(short3.stream().sorted().toList(), ran.out().lines()
                .filter(line -> line.endsWith(": frozen"))
                .map(line -> line.split("[.:]")[0]).sorted().toList());
    }

    @Test
    void aListOfNamesTellsWhichThereAreNot() {
        assertEquals(new Stage.Ran(1, "web\n", "svcmgr: no service wbe on this node, did you mean"
                + " web?\ntry: svcmgr ls\n"), STAGE.svcmgr("-s web,wbe ls"));
        assertEquals(1, STAGE.svcmgr("-s wbe ls").code());
    }

    @Test
    void theOrderIsThatOfTheWords() {
        assertEquals(List.of("web", "busybox.opensvc.com", "registry.opensvc.com"),
                STAGE.svcmgr("-s web,* print status").out().lines()
                        .filter(line -> line.matches("\\S+") && line.length() > 1).toList());
        assertEquals(List.of("registry", "busybox"), STAGE.svcmon("-s reg*,bus*").out().lines()
                .skip(3).map(line -> line.split("\\.")[0]).toList());
    }

    @Test
    void servicesMayComeBeforeTheAction() {
        assertEquals("web: frozen\n", STAGE.svcmgr("w* freeze").out());
        assertEquals("web: frozen\n", STAGE.svcmgr("web freeze --reason x").out());
        assertEquals(STAGE.svcmgr("-s web print status").out(),
                STAGE.svcmgr("web pri st").out());
        assertEquals(0, STAGE.svcmgr("web set a=b").code());
        assertEquals("2", STAGE.svcmgr("--engine=-i web docker -s ps").out().lines().findFirst()
                .orElseThrow());
    }

    @Test
    void wordsMayBeShortenedWhileTheyAreClear() {
        assertEquals("warn\n", STAGE.svcmgr("-s web statu").out());
        assertEquals(STAGE.svcmgr("nodes").out(), STAGE.svcmgr("nodes").out());
        Stage.Ran unclear = STAGE.svcmgr("-s web st");
        assertEquals(2, unclear.code());
        assertTrue(unclear.err().startsWith("svcmgr: st: might be start, status, stop"),
                unclear.err());
        assertEquals(2, STAGE.svcmgr("-s web dance").code());
    }

    @Test
    void byTheirStatus() {
        assertEquals(List.of("web"), rows(STAGE.svcmon("--status warn,down")));
        assertEquals(List.of("busybox", "registry"), rows(STAGE.svcmon("--status up")));
        assertEquals("web: frozen\n", STAGE.svcmgr("-s * --status warn freeze").out());
        assertEquals("svcmgr: --status: none of web is up or n/a\ntry: svcmon -s web\n",
                STAGE.svcmgr("-s web --status up,n/a freeze").err());
        Stage.Ran wrong = STAGE.svcmgr("-s web --status ok freeze");
        assertEquals(2, wrong.code());
        assertTrue(wrong.err().contains("expected up, down, warn"), wrong.err());
    }

    private static List<String> rows(Stage.Ran ran) {
        return ran.out().lines().skip(3).filter(line -> line.contains(" hosted "))
                .map(line -> line.split("[. ]")[0]).sorted().toList();
    }

    @Test
    void aWordThatMeansNoneIsToldAndTheRestIsDone() {
        Stage.Ran some = STAGE.svcmgr("-s x*,web freeze");
        assertEquals(1, some.code());
        assertEquals("web: frozen\n", some.out());
        assertEquals("svcmgr: x*: no service is such; there is busybox.opensvc.com,"
                + " registry.opensvc.com, web\ntry: svcmgr ls\n", some.err());
        Stage.Ran none = STAGE.svcmgr("-s x*,y* freeze");
        assertEquals(1, none.code());
        assertEquals(2, none.err().lines().filter(line -> line.contains("no service")).count());
        assertEquals(1, STAGE.svcmon("-s x*").code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fs:", "orchestrate=ha,busy*", "!orchestrate=ha", "priority<10"})
    void aServiceWhoseFileIsGoneKeepsNobodyFromTheOthers(String typed) {
        STAGE.agent().fileless("registry.opensvc.com");
        try {
            Stage.Ran ran = STAGE.svcmgr("-s " + typed + " freeze");
            assertTrue(ran.out().contains("busybox.opensvc.com: frozen\n"), ran.out() + ran.err());
            boolean byStatus = typed.equals("fs:");
            assertEquals(byStatus, ran.out().contains("registry"), ran.out());
            assertEquals(byStatus ? 0 : 1, ran.code(), ran.err());
            assertEquals(byStatus ? "" : "svcmgr: registry.opensvc.com: left out, since its file"
                    + " cannot be asked: no file registry.opensvc.com.conf on this node\n"
                    + "try: svcmgr -s registry.opensvc.com explain\n", ran.err());
        } finally {
            STAGE.agent().fileless("");
        }
    }

    /** Otherwise a slip would mean all the others: {@code !wbe}. */
    @ParameterizedTest
    @ValueSource(strings = {"!wbe", "*+!wbe", "!nosuchkey=1", "priorty>1"})
    void aSlipIsRefused(String typed) {
        Stage.Ran ran = STAGE.svcmgr("-s " + typed + " freeze");
        assertEquals(1, ran.code());
        assertFalse(ran.out().contains("frozen"), ran.out());
        assertTrue(ran.err().startsWith("svcmgr: " + typed + ": no service"), ran.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"web+", "a[", "nodes~(", "priority>high", "=x", "a:b"})
    void whatCannotBeReadIsRefused(String typed) {
        Stage.Ran ran = STAGE.svcmgr("-s " + typed + " freeze");
        assertEquals(2, ran.code(), ran.err());
        assertTrue(ran.err().startsWith("svcmgr: " + typed + ": expected "), ran.err());
    }
}
