package org.understudy.api;

import java.util.List;
import java.util.Map;

/**
 * One name that Prometheus knows, with its values.
 *
 * @param name {@code ha_service_up}; of a counter without {@code _total}
 * @param help what it means, one line
 * @param counts whether it only ever grows while the agent lives
 * @param samples a value for each set of labels
 */
public record Metric(String name, String help, boolean counts, List<Sample> samples) {
    public Metric {
        samples = List.copyOf(samples);
    }

    /**
     * A value.
     *
     * @param labels what it is of
     */
    public record Sample(Map<String, String> labels, double value) {
        public Sample {
            labels = Map.copyOf(labels);
        }
    }

    /** Values that come and go. */
    public static Metric gauge(String name, String help, List<Sample> samples) {
        return new Metric(name, help, false, samples);
    }
}
