package org.understudy.heartbeat;

/** A datagram is dropped. Carries no stack: there may be very many of them. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    Refused(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
