package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.SystemCommands;
import org.understudy.model.Status;

/** Exports in the real exportfs(8)'s table. Needs root; a server only to serve them. */
@Tag("lab")
@Covers("share:nfs")
class RealShareTest implements DriverContract {
    @TempDir
    Path dir;
    private final Lab lab = new Lab();

    @AfterEach
    void clean() throws Exception {
        lab.clean();
    }

    @Override
    public Driver driver() {
        for (String client : List.of("10.77.0.0/24", "*", "localhost")) {
            lab.later("exportfs", "-u", client + ":" + dir);
        }
        return Fixture.driver(dir, new SystemCommands(), "[share#1]\ntype = nfs\npath = " + dir
                + "\nopts = 10.77.0.0/24(rw,no_root_squash) *(ro) localhost\n");
    }

    /** Without a server in the kernel, exports are there and yet not up. */
    @Override
    public Status started() {
        try {
            Path threads = Path.of("/proc/fs/nfsd/threads");
            return Files.exists(threads) && !Files.readString(threads).strip().equals("0")
                    ? Status.UP : Status.WARN;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String machine() throws Exception {
        return lab.run("exportfs", "-v");
    }

    @Test
    void oneClientLessIsExportedAgain() throws Exception {
        Driver driver = driver();
        driver.start(Fixture.in(10));
        lab.run("exportfs", "-u", "*:" + dir);
        assertTrue(driver.status(Fixture.in(5)).messages().contains(dir + " not exported to *"));
        assertTrue(driver.start(Fixture.in(10)));
        assertEquals(started(), driver.status(Fixture.in(5)).status());
        driver.stop(Fixture.in(10));
    }
}
