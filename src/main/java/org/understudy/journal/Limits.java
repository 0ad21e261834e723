package org.understudy.journal;

/**
 * Bounds of a journal.
 *
 * @param fileBytes a file that would grow beyond is put aside; two files are kept
 * @param queue entries that may wait for the disk; more are only remembered, and counted
 * @param memory entries kept for reading
 */
public record Limits(long fileBytes, int queue, int memory) {
    /** For a node: 2 files of 4 MiB. */
    public static final Limits NODE = new Limits(4L << 20, 1_000, 2_000);

    /** For the copy of another node's journal, of which little is asked. */
    public static final Limits COPY = new Limits(4L << 20, 1_000, 300);

    public Limits {
        if (fileBytes < 1 || queue < 1 || memory < 1) {
            throw new IllegalArgumentException("limits: expected at least 1 of each, got "
                    + fileBytes + ", " + queue + ", " + memory);
        }
    }
}
