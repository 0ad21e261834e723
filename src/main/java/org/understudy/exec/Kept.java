package org.understudy.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The beginning of what a stream brings; the rest is read and dropped. Takes only what is there
 * already: a reader blocked on a pipe that a grandchild holds could never be ended.
 */
final class Kept {
    static final int LIMIT = 64 * 1024;

    private final InputStream stream;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[16 * 1024];

    Kept(InputStream stream) {
        this.stream = stream;
    }

    /** Reads what is there, at most 1 MiB so that an endless writer cannot hold the caller. */
    boolean drain() {
        try {
            int total = 0;
            for (int n = next(); n > 0 && total < 1 << 20; n = next()) {
                kept.write(buffer, 0, Math.min(n, LIMIT - kept.size()));
                total += n;
            }
            return total > 0;
        } catch (IOException closed) {
            return false; // the pipe is closed: what was kept is all there is
        }
    }

    private int next() throws IOException {
        int there = stream.available();
        return there <= 0 ? 0 : stream.read(buffer, 0, Math.min(there, buffer.length));
    }

    @Override
    public String toString() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
