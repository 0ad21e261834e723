package org.understudy.wire;

/**
 * A datagram of the journal's replication, from one node to one other: the next lines of its own
 * journal, and how far it has that of the other.
 *
 * @param cluster name of the cluster; pages of another one are dropped
 * @param node who sends it
 * @param stamp its logical clock when it was sent
 * @param part the lines
 * @param have what it has of the receiver's journal
 */
public record Page(String cluster, String node, long stamp, Part part, Mark have) {

    /**
     * Bytes of a journal. Each line ends with a line feed; only a long one is cut into several.
     *
     * @param since stamp of the line that these bytes follow; 0 for the first there is
     * @param line stamp of the first line here
     * @param offset how many bytes of that line came in the pages before
     * @param bytes may be empty: nothing to tell
     */
    public record Part(long since, long line, int offset, byte[] bytes) {
        public static final Part NOTHING = new Part(0, 0, 0, new byte[0]);
    }

    /**
     * How far a journal is known.
     *
     * @param last stamp of its last line that is known; 0 for none
     * @param line stamp of the line of which only a part is known; 0 for none
     * @param offset how many bytes of that one
     */
    public record Mark(long last, long line, int offset) {
        public static final Mark NOTHING = new Mark(0, 0, 0);
    }

    public boolean empty() {
        return part.bytes().length == 0;
    }
}
