package org.understudy.model;

/**
 * How well a node is.
 *
 * @param load 15-minute load average, in hundredths
 * @param score 0 to 100, greater is better: what is left of its memory and processors
 * @param overloaded too little memory or swap left to start anything
 */
public record Vitals(int load, int score, boolean overloaded) {
    public static final Vitals UNKNOWN = new Vitals(0, 100, false);
}
