package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.understudy.exec.Result;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

@Covers("share:nfs")
class ShareNfsTest extends OnFake {
    /** Of exportfs: path and client, then the options. */
    private final Map<String, String> table = new TreeMap<>();
    private String threads = "8\n";

    @BeforeEach
    void server() {
        machine.when("cat /var/lib/nfs/etab", m -> exit(0, table.entrySet().stream()
                .map(e -> e.getKey() + "(" + e.getValue() + ")\n")
                .collect(Collectors.joining())));
        machine.when("cat /proc/fs/nfsd/threads", m -> exit(threads.isEmpty() ? 1 : 0, threads));
        machine.when("exportfs -s", m -> exit(0, ""));
        machine.when("exportfs -i -o (\\S+) (\\S+):(/\\S+)", m -> put(m.group(3) + "\t"
                + m.group(2), m.group(1) + ",sync,wdelay,secure,no_all_squash"));
        machine.when("exportfs -i (\\S+):(/\\S+)", m -> put(m.group(2) + "\t" + m.group(1),
                "ro,sync,wdelay,root_squash"));
        machine.when("exportfs -u (\\S+):(/\\S+)", m -> exit(
                table.remove(m.group(2) + "\t" + m.group(1)) == null ? 1 : 0, ""));
        machine.when("getent hosts .*", m -> exit(2, ""));
    }

    private Result put(String key, String options) {
        table.put(key, options);
        return exit(0, "");
    }

    @Override
    String section() {
        return "[share#1]\ntype = nfs\npath = " + dir + "\nopts = 10.0.0.0/24(rw,no_root_squash)"
                + " n5\n";
    }

    @Override
    public String machine() {
        return table.toString();
    }

    @Test
    void eachClientIsExportedWithItsOptions() throws Exception {
        driver().start(Fixture.in(1));
        assertEquals(List.of("exportfs -i -o rw,no_root_squash 10.0.0.0/24:" + dir,
                "exportfs -i n5:" + dir), ran("exportfs"));
        assertEquals("nfs:" + dir, driver().status(Fixture.in(1)).label());
    }

    @Test
    void aClientThatIsLeftOutIsNamed() throws Exception {
        driver().start(Fixture.in(1));
        table.remove(dir + "\tn5");
        assertEquals(new ResourceStatus(Status.WARN, "nfs:" + dir, List.of(dir
                + " not exported to n5")), driver().status(Fixture.in(1)));
    }

    @Test
    void otherOptionsAreAWarningAndAStartCorrectsThem() throws Exception {
        table.put(dir + "\tn5", "rw,sync,root_squash");
        table.put(dir + "\t10.0.0.0/24", "rw,no_root_squash,sync");
        assertEquals(List.of(dir + " is exported to n5 with rw,sync,root_squash"),
                driver().status(Fixture.in(1)).messages());
        assertTrue(driver().start(Fixture.in(1)));
        assertEquals(List.of("exportfs -u n5:" + dir, "exportfs -i n5:" + dir), ran("exportfs"));
    }

    @Test
    void aHostIsKnownByItsFullNameToo() throws Exception {
        machine.when("getent hosts n5", m -> exit(0, "10.0.0.5 n5.example n5\n"));
        table.put(dir + "\tn5.example", "ro");
        table.put(dir + "\t10.0.0.0/24", "rw,no_root_squash");
        DriverContract.assertIs(Status.UP, driver());
        driver().stop(Fixture.in(1));
        assertEquals("{}", table.toString());
    }

    @Test
    void exportsThatNobodyServesAreNotUp() throws Exception {
        driver().start(Fixture.in(1));
        for (String none : List.of("0\n", "")) {
            threads = none;
            assertEquals(new ResourceStatus(Status.WARN, "nfs:" + dir,
                    List.of("the nfs server is not running")), driver().status(Fixture.in(1)));
        }
    }

    @Test
    void aMissingProgramAndAMissingDirectoryAreNamed() throws Exception {
        machine.when("exportfs -s", m -> new Result(Result.Ending.MISSING, -1, "", "",
                java.time.Duration.ZERO));
        assertEquals(List.of("expected the command exportfs, got none: apt-get install"
                + " nfs-kernel-server", "expected the directory " + dir + "/a, got none there"),
                Fixture.driver(dir, machine, section().replace("path = " + dir, "path = " + dir
                        + "/a")).lacks(Fixture.in(1)).stream().map(Lack::text).toList());
        String said = refusal(() -> Fixture.driver(dir, machine, section().replace("path = "
                + dir, "path = " + dir + "/a")).start(Fixture.in(1)));
        assertTrue(said.endsWith("expected a directory, got none there"), said);
    }

    @Test
    void badClientsAreRefused() {
        for (String bad : List.of("n5(rw", "n5(rw) n5(ro)", "(rw)", "n5(rw, ro)", "")) {
            assertBad("opts: ", "[share#1]\ntype = nfs\npath = /srv\nopts = " + bad + "\n");
        }
    }
}
