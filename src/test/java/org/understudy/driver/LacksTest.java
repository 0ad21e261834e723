package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.SystemCommands;
import org.understudy.model.Rid;

/** What a node lacks, as this very machine says; none of it needs root. */
class LacksTest {
    @TempDir
    Path dir;

    @Test
    void anInterfaceThatIsNotThereIsNamedWithThoseThatAre() throws Exception {
        String told = told("[ip#1]\nipname = 10.0.0.5\nipdev = nosuch0\n");
        assertTrue(told.matches("expected the interface nosuch0, got (.*, )?lo(, .*)?"), told);
    }

    @Test
    void aNameWithoutAnAddressIsNamed() throws Exception {
        assertEquals("expected an address for nosuch.invalid, got none: it is in neither"
                + " /etc/hosts nor DNS", told("[ip#1]\nipname = nosuch.invalid\nipdev = lo\n"));
    }

    @Test
    void filesDevicesUsersAndDirectoriesAreLookedFor() throws Exception {
        assertEquals("expected the image file /nosuch.img, got none there",
                told("[loop#1]\nfile = /nosuch.img\n"));
        assertEquals("expected the device /dev/nosuch, got none there",
                told("[fs#1]\ntype = ext4\ndev = /dev/nosuch\nmnt = /srv\n"));
        assertEquals("expected the directory /nosuch, got none there",
                told("[fs#1]\ntype = none\nmnt_opt = bind\ndev = /nosuch\nmnt = /srv\n"));
        Path script = Files.writeString(dir.resolve("script"), "not executable");
        assertEquals("expected the executable " + script + ", got none there\n"
                + "expected the directory /nosuch, got none there\n"
                + "expected the user nosuchuser, got no such user",
                told("[app#1]\ntype = forking\nscript = " + script + "\nstart = true\n"
                        + "cwd = /nosuch\nuser = nosuchuser\n"));
        assertEquals("", told("[app#1]\ntype = simple\nstart = sleep 9\ncwd = /\nuser = root\n"));
    }

    @Test
    void whatTheServiceItselfBringsIsNotMissed() throws Exception {
        assertEquals(List.of(), certain("[vg#1]\nname = vg-w\n[fs#1]\ntype = ext4\n"
                + "dev = /dev/mapper/vg--w-data\nmnt = /nosuch/web\n", "fs#1"));
        assertEquals(List.of(), certain("[fs#1]\ntype = tmpfs\ndev = none\nmnt = /nosuch/web\n"
                + "[app#1]\ntype = forking\nscript = /nosuch/web/bin/x\nstart = true\n", "app#1"));
    }

    private String told(String section) throws Exception {
        return Fixture.driver(dir, new SystemCommands(), section).lacks(Fixture.in(10)).stream()
                .map(Lack::text).collect(Collectors.joining("\n"));
    }

    private List<Lack> certain(String text, String rid) throws Exception {
        return Fixture.resources(dir, new SystemCommands(), text).drivers()
                .get(new Rid(rid)).lacks(Fixture.in(10)).stream()
                .filter(Lack::certain).toList();
    }
}
