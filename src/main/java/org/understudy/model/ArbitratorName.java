package org.understudy.model;

/**
 * The section of an arbitrator: {@code arbitrator#1}.
 *
 * @param value as in cluster.conf
 */
public record ArbitratorName(String value) implements Comparable<ArbitratorName> {
    @Override
    public int compareTo(ArbitratorName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
