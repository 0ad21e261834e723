package org.understudy.model;

/**
 * A heartbeat link's name, as its section spells it: {@code hb#1}.
 *
 * @param value {@code hb#id}
 */
public record LinkName(String value) implements Comparable<LinkName> {
    @Override
    public int compareTo(LinkName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
