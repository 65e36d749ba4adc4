package dev.equipoise.metrics.alert;

import dev.equipoise.metrics.internal.promql.Window;
import java.time.Duration;

/**
 * How fast alerts judge: every duration in them is multiplied by the factor, so that a run of a minute can be judged by
 * the rules for a run of days.
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
