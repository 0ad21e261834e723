package org.understudy.heartbeat;

/** Why a datagram was dropped. */
public enum Reason {
    /** Neither a beat nor a page of the journal. */
    NOISE,
    /** A beat of a release too far from this one. */
    VERSION,
    /** Of another cluster on the same port. */
    FOREIGN,
    /** Of a node that is not a member. */
    STRANGER,
    /** Under this node's own name: a second node is called the same. */
    SELF,
    /** Not from the address the configuration gives that node on this link. */
    ADDRESS,
    /** Not newer than one already taken, or of an earlier life of that agent. */
    REPLAY,
    /** Valid, but the agent had no room for it. */
    INBOX
}
