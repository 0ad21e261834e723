package org.understudy.config;

/**
 * One thing that is wrong or odd in a file, in one line that suffices to put it right.
 *
 * @param severity how much it matters
 * @param file its name
 * @param place where in it
 * @param text what was expected and what was found
 */
public record Problem(Severity severity, String file, Place place, String text) {
    /** How much a problem matters. */
    public enum Severity {
        /** The file has no effect. */
        ERROR,
        /** The file has effect, probably not the one that was meant. */
        WARNING,
        /** Good to know, such as an older spelling. */
        NOTE
    }

    /** An error. */
    public Problem(String file, Place place, String text) {
        this(Severity.ERROR, file, place, text);
    }

    @Override
    public String toString() {
        return file + place + ": " + text;
    }
}
