package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.understudy.config.Keyword;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceFiles;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;

class DriversTest {
    @TempDir
    Path dir;
    private final Drivers catalog = new Drivers();

    @ParameterizedTest
    @CsvSource({"registry.opensvc.com.env,6", "busybox.opensvc.com.env,11"})
    void tutorialsServicesHaveADriverForEachResource(String file, int resources) {
        ServiceFile read = ServiceFiles.read(Path.of("examples", file), catalog,
                new NodeName("deb1.opensvc.com"));
        try (ServiceResources all = Drivers.build(read, Fixture.around(dir, new FakeMachine()))) {
            assertEquals(resources, all.drivers().size(), all.drivers()::toString);
            assertEquals(dir.resolve("var/" + read.service().name() + "/docker.sock"),
                    all.dockerSocket().orElseThrow());
        }
    }

    @Test
    void oldAndNewHeadersMeanTheSame() {
        ServiceResources all = Fixture.resources(dir, new FakeMachine(), """
                [vg#1]
                vgname = a
                [disk#2]
                type = vg
                name = b
                [loop#3]
                file = /c.img
                """);
        assertEquals(List.of(Vg.class, Loop.class, Vg.class), Stream.of("disk#2", "loop#3", "vg#1")
                .map(rid -> (Object) all.drivers().get(new Rid(rid)).getClass()).toList());
        assertTrue(all.dockerSocket().isEmpty());
    }

    @Test
    void everyKeywordHasItsLineOfHelp() {
        for (String section : catalog.sections()) {
            Stream.concat(Stream.of(""), catalog.types(section).stream())
                    .map(type -> catalog.kind(section, java.util.Optional.of(type)))
                    .flatMap(kind -> kind.stream().flatMap(k -> k.keywords().all().stream()))
                    .map(Keyword::help)
                    .forEach(help -> assertTrue(help.matches("[^\n]{8,90}"), help));
        }
    }

    @ParameterizedTest
    @CsvSource({"24,24", "255.255.255.224,27", "0xffffff00,24", "0.0.0.0,0"})
    void netmasksAreUnderstoodInAllSpellings(String text, int length) {
        assertEquals(length, Netmask.TYPE.parse(text).length());
    }

    @Test
    void mountsWithBlanksInTheirNamesAreRead() {
        Mounts mounts = Mounts.parse("36 35 98:0 /sub /mnt/a\\040b rw,noatime shared:1 master:2 -"
                + " ext4 /dev/sdb1 rw,errors=continue\n");
        assertEquals("/dev/sdb1", mounts.at(Path.of("/mnt/a b")).orElseThrow().source());
        assertEquals(Path.of("/sub"), mounts.holding(Path.of("/mnt/a b/c")).orElseThrow().root());
    }
}
