package org.understudy.model;

/**
 * One life of one agent: new at every start of the agent, so that what an earlier life said or
 * heard is never taken for what this one knows.
 *
 * @param value any text without blanks, usually a UUID
 */
public record BootId(String value) implements Comparable<BootId> {
    public BootId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("expected a boot id, got \"" + value + "\"");
        }
    }

    @Override
    public int compareTo(BootId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
