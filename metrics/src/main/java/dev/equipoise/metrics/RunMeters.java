package dev.equipoise.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.ArrayList;
import java.util.List;

/** Makes the meters of one run, each with all the labels that {@link Meter} declares. */
final class RunMeters {

    private final PrometheusMeterRegistry registry;
    private final String experiment;
    private final String run;
    private final Counter nonfinite;

    RunMeters(PrometheusMeterRegistry registry, String experiment, String run) {
        this.registry = registry;
        this.experiment = experiment;
        this.run = run;
        this.nonfinite = counter(Meter.NONFINITE);
    }

    /** A gauge with these values of its own labels. */
    GaugeValue level(Meter meter, String... labelValues) {
        Tags tags = tags(meter, labelValues);
        return new GaugeValue(
                level -> Gauge.builder(meter.micrometerName(), level::value)
                        .description(meter.help())
                        .tags(tags)
                        .register(registry),
                nonfinite::increment);
    }

    Counter counter(Meter meter) {
        return Counter.builder(meter.micrometerName())
                .description(meter.help())
                .tags(tags(meter))
                .register(registry);
    }

    /** A classic histogram; it is the Prometheus client's own, for Micrometer's would add a gauge of the maximum. */
    DistributionDataPoint stepSeconds() {
        Meter meter = Meter.STEP_SECONDS;
        // From the smallest step of an MLP to a large model on a slow machine.
        double[] seconds = {
            1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100
        };
        return Histogram.builder()
                .name(meter.prometheusName())
                .help(meter.help())
                .labelNames(meter.labels().toArray(String[]::new))
                .classicOnly()
                .classicUpperBounds(seconds)
                .withoutExemplars()
                .register(registry.getPrometheusRegistry())
                .labelValues(experiment, run);
    }

    void countNonfinite() {
        nonfinite.increment();
    }

    private Tags tags(Meter meter, String... labelValues) {
        List<String> own = meter.ownLabels();
        if (own.size() != labelValues.length) {
            throw new IllegalArgumentException(meter + " must have values of " + own + ", got " + List.of(labelValues));
        }
        List<Tag> tags = new ArrayList<>(List.of(Tag.of("experiment", experiment), Tag.of("run", run)));
        for (int i = 0; i < labelValues.length; i++) {
            tags.add(Tag.of(own.get(i), labelValues[i]));
        }
        return Tags.of(tags);
    }
}
