package dev.equipoise.metrics.alert;

import dev.equipoise.metrics.internal.promql.Window;
import java.time.Duration;

/**
 * The time scale of alerts: every duration in them is multiplied by the factor, so that the rules for a run of days
 * can judge a run of a minute.
 */
public record Tempo(double factor) {

    /** For runs of hours and days. */
    public static final Tempo NORMAL = new Tempo(1);

    public Tempo {
        if (!(factor > 0 && factor <= 1_000)) {
            throw new IllegalArgumentException("the tempo must be above 0 and at most 1000, got " + factor);
        }
    }

    Duration minutes(double minutes) {
        return Duration.ofMillis(Math.round(minutes * 60_000 * factor));
    }

    Window window(double minutes) {
        return Window.of(minutes(minutes));
    }
}
