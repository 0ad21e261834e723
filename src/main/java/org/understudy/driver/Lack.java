package org.understudy.driver;

import java.util.List;

/**
 * What a node lacks to start a resource, or what could not be looked at.
 *
 * @param certain whether it is missing; otherwise nobody can tell by now
 * @param text what was expected and what was found
 */
public record Lack(boolean certain, String text) {
    static Lack of(String text) {
        return new Lack(true, text);
    }

    static Lack unseen(String text) {
        return new Lack(false, text);
    }

    /** What is missing for certain. */
    static List<String> certain(List<Lack> lacks) {
        return lacks.stream().filter(Lack::certain).map(Lack::text).toList();
    }
}
