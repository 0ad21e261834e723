package org.understudy.heartbeat;

/** No answer came from another node. The message says why, and whether it may act all the same. */
public final class PeerException extends Exception {
    private static final long serialVersionUID = 1;

    PeerException(String message) {
        super(message);
    }
}
