package org.understudy.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/** A file could not be written, whatever is in it; it is as it was. */
public final class UnwritableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean forbidden;

    UnwritableException(Path path, String why) {
        super(path + ": " + why);
        this.forbidden = false;
    }

    UnwritableException(Path path, IOException e) {
        super(path + ": cannot be written: " + (e instanceof AccessDeniedException
                ? "permission denied" : String.valueOf(e)), e);
        this.forbidden = e instanceof AccessDeniedException;
    }

    /** Whether another user could. */
    public boolean isForbidden() {
        return forbidden;
    }
}
