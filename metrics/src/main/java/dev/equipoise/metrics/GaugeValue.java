package dev.equipoise.metrics;

import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * A gauge's value, written by the run's thread and read by scrapes. It appears with its first finite value; a
 * non-finite one is counted, and the last finite one stays.
 */
final class GaugeValue {
    private final Consumer<GaugeValue> appear;
    private final Runnable nonfinite;
    private volatile double value;
    private boolean appeared;

    GaugeValue(Consumer<GaugeValue> appear, Runnable nonfinite) {
        this.appear = appear;
        this.nonfinite = nonfinite;
    }

    void set(double next) {
        if (!Double.isFinite(next)) {
            nonfinite.run();
            return;
        }
        value = next;
        if (!appeared) {
            appeared = true;
            appear.accept(this);
        }
    }

    void set(OptionalDouble next) {
        if (next.isPresent()) {
            set(next.getAsDouble());
        }
    }

    double value() {
        return value;
    }
}
