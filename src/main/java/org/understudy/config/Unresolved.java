package org.understudy.config;

/** A value that cannot be worked out, and why. */
final class Unresolved extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Place place;

    Unresolved(Place place, String text) {
        super(text, null, false, false);
        this.place = place;
    }

    Place place() {
        return place;
    }
}
