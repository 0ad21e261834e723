package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.understudy.config.Context;
import org.understudy.config.Validation;
import org.understudy.model.NodeName;

/** A filesystem may be of another type on another node, but not another kind of thing. */
class ScopedTypeTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"xfs | ", "directory | web.conf:5:1 [fs#1] type@n2:"
            + " expected one of ext2, ext3, ext4, xfs, btrfs, vfat, nfs, nfs4, cifs, tmpfs, none,"
            + " bind, since it is fs on other nodes, got \"directory\""})
    void otherNodesHaveTheSameKind(String type, String problem) throws IOException {
        Path file = Files.writeString(dir.resolve("web.conf"), "[DEFAULT]\nnodes = n1 n2\n[fs#1]\n"
                + "type = ext4\ntype@n2 = " + type + "\ndev = /dev/sda1\nmnt = /data\n");
        Validation found = Validation.ofService(file, new Drivers(), new NodeName("n1"),
                Context.NONE);
        assertEquals(problem == null ? List.of() : List.of(problem),
                found.problems().stream().map(String::valueOf).toList());
    }
}
