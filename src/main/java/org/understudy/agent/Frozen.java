package org.understudy.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.understudy.model.ServiceName;

/** The frozen flags on disk: an empty file per frozen service, there after any crash. */
final class Frozen {
    private final Path var;

    Frozen(Path var) {
        this.var = var;
    }

    boolean is(ServiceName service) {
        return Files.exists(flag(service));
    }

    /** @throws UncheckedIOException when the flag cannot be written or removed */
    void set(ServiceName service, boolean frozen) {
        try {
            Path flag = flag(service);
            Files.createDirectories(flag.getParent());
            if (frozen) {
                FileChannel.open(flag, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                        .close();
            } else {
                Files.deleteIfExists(flag);
            }
            try (FileChannel directory = FileChannel.open(flag.getParent())) {
                directory.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("frozen flag of " + service, e);
        }
    }

    private Path flag(ServiceName service) {
        return var.resolve(service.value()).resolve("frozen");
    }
}
