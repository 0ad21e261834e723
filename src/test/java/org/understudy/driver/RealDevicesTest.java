package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.SystemCommands;

/** Which devices resources use and give, on real ones. Needs root. */
@Tag("lab")
class RealDevicesTest {
    @TempDir
    Path dir;
    private final Lab lab = new Lab();

    @AfterEach
    void clean() throws Exception {
        lab.clean();
    }

    private static Map<String, Devices> of(ServiceResources resources) throws Exception {
        Map<String, Devices> all = new TreeMap<>();
        resources.devices(Fixture.in(40)).forEach(one -> all.put(one.rid().value(), one));
        return all;
    }

    @Test
    void anImageIsOnNoDeviceBeforeItsStartAndOnOneAfterIt() throws Exception {
        Path file = lab.image(dir, "ext4", "20M");
        Path raw = dir.resolve("raw");
        lab.later("rm", "-f", raw.toString());
        ServiceResources resources = Fixture.resources(dir, new SystemCommands(), "[loop#1]\nfile"
                + " = " + file + "\n[fs#1]\ntype = ext4\ndev = " + file + "\nmnt = "
                + dir.resolve("mnt") + "\n");
        Map<String, Devices> down = of(resources);
        assertEquals(List.of(file + " is on no loop device now"), down.get("loop#1").notes());
        assertEquals(List.of(file + " is an image file, and on no loop device now"),
                down.get("fs#1").notes());
        resources.drivers().get(down.get("loop#1").rid()).start(Fixture.in(20));
        String device = lab.run("losetup", "-n", "-O", "NAME", "-j", file.toString());
        Map<String, Devices> up = of(resources);
        assertEquals(new Devices(up.get("loop#1").rid(), List.of(), List.of(device),
                List.of(device), List.of()), up.get("loop#1"));
        assertEquals(new Devices(up.get("fs#1").rid(), List.of(device), List.of(),
                List.of(device), List.of()), up.get("fs#1"));
        Map<String, Devices> named = of(Fixture.resources(dir, new SystemCommands(), "[raw#1]\n"
                + "devs = " + device + ":" + raw + "\n"));
        assertEquals(List.of(raw + " is not made here now"), named.get("raw#1").notes());
        assertEquals(List.of(device), named.get("raw#1").uses());
    }
}
