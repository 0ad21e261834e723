package org.understudy.heartbeat;

/** What a datagram carries. */
enum Kind {
    /** What a node tells all others. */
    BEAT('B'),
    /** A page of the journal, for one node. */
    PAGE('J'),
    /** A part of a question, an answer, or a word about it, for one node. */
    PARCEL('C');

    private final byte letter;

    Kind(char letter) {
        this.letter = (byte) letter;
    }

    byte letter() {
        return letter;
    }
}
