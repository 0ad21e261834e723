package org.understudy.config;

/**
 * One thing that is wrong or odd in a file, in one line that suffices to put it right.
 *
 * @param file its name
 * @param place where in it
 * @param text what was expected and what was found
 */
public record Problem(String file, Place place, String text) {
    @Override
    public String toString() {
        return file + place + ": " + text;
    }
}
