package org.understudy.heartbeat;

/** Why a datagram was dropped. */
public enum Reason {
    /** Nothing that an agent sends. */
    NOISE("noise"),
    /** A beat or page without a seal. */
    UNSEALED("not sealed: of a very old release, or of somebody without the key"),
    /** Of a release too far from this one. */
    VERSION("of a release too far from this one: expected a frame of version 1, and in it a beat"
            + " of version 1 or 2"),
    /** Of another cluster on the same port. */
    FOREIGN("another cluster on the same port"),
    /** Of a node that is not a member. */
    STRANGER("of a node that cluster.conf does not name"),
    /** Sealed, and under this node's own name. */
    SELF("a second node has this node's name, or a clone of its disk"),
    /** Not from the address the configuration gives that node on this link. */
    ADDRESS("not from the address that cluster.conf gives that node"),
    /** Sealed with a key that is not in this node's cluster.key. */
    WRONG_KEY("sealed with another key: cluster.key is not the same on both nodes"),
    /** The seal does not fit the bytes. */
    DAMAGED("the seal is broken: altered on the way, or forged"),
    /** Not newer than one already taken, or of an earlier life of that agent. */
    REPLAY("recorded earlier and sent again"),
    /** Held back on the way: what it echoes left here long ago. */
    STALE("held back on the way for longer than timeout, or of a node that hears this one no more"
            + " on this link"),
    /** Of a life that has not shown yet that it is of now; the first words of every life are. */
    UNPROVEN("not proven to be of now: recorded earlier, the first words of a new life, or of a"
            + " node that does not hear this one"),
    /** Two agents speak under one name at the same time. */
    TWIN("two nodes have this name at once, or one is a clone of the other's disk"),
    /** Of a slot: the two ends of what is in it do not belong together. */
    TORN("read while it was being written, or left half written"),
    /** Only a digest, of what was never told here: it will be, as this node's beats ask for it. */
    UNTOLD("says that nothing has changed since what was never heard here; the whole follows"),
    /** Valid, but the agent had no room for it. */
    INBOX("valid, but there was no room for it"),
    /** Left unread, or not sent, while a drill has the link cut. */
    DRILL("dropped on purpose: a drill had cut this link");

    private final String words;

    Reason(String words) {
        this.words = words;
    }

    /** What it probably means. */
    public String words() {
        return words;
    }
}
