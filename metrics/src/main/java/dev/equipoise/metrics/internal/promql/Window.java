package dev.equipoise.metrics.internal.promql;

import java.time.Duration;

/**
 * How far back a query looks.
 *
 * @param text as PromQL, or a Grafana variable that becomes it
 */
public record Window(String text) {

    /** What Grafana thinks is the shortest window in which a rate is sure to see two scrapes. */
    public static final Window RATE = new Window("$__rate_interval");

    /** The time that the board shows. */
    public static final Window SHOWN = new Window("$__range");

    public static Window of(Duration duration) {
        return new Window(text(duration));
    }

    /** A duration as Prometheus writes it, in its largest whole unit. */
    public static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds % 60 != 0) {
            return seconds + "s";
        }
        return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
    }
}
