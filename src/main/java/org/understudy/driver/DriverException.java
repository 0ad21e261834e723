package org.understudy.driver;

import org.understudy.model.Rid;

/** A resource did not do what was asked: which one, what was tried, expected, got. It is news. */
public final class DriverException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DriverException(Rid rid, String tried, String expected, String got) {
        super(rid + ": " + tried + ": expected " + expected + ", got " + got);
    }
}
