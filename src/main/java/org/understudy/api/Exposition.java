package org.understudy.api;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Metrics as the text that Prometheus reads. */
public final class Exposition {
    private Exposition() {
    }

    /** Sorted by name; a name without values is left out. */
    public static Reply of(List<Metric> metrics) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(text, new MetricSnapshots(metrics.stream()
                    .filter(metric -> !metric.samples().isEmpty())
                    .map(Exposition::snapshot).toList()), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory takes all of it
        }
        return new Reply(200, text.toString(StandardCharsets.UTF_8),
                PrometheusTextFormatWriter.CONTENT_TYPE);
    }

    private static MetricSnapshot snapshot(Metric metric) {
        if (metric.counts()) {
            CounterSnapshot.Builder counter = CounterSnapshot.builder().name(metric.name())
                    .help(metric.help());
            metric.samples().forEach(one -> counter.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(labels(one.labels())).value(one.value()).build()));
            return counter.build();
        }
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(metric.name())
                .help(metric.help());
        metric.samples().forEach(one -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(labels(one.labels())).value(one.value()).build()));
        return gauge.build();
    }

    private static Labels labels(Map<String, String> labels) {
        Labels.Builder all = Labels.builder();
        labels.forEach(all::label);
        return all.build();
    }
}
