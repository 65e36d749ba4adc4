package dev.equipoise.app.internal.progress;

/** An exponential moving average that starts at its first value and skips what is not finite. */
final class Smoothed {

    private final double keep;
    private double value = Double.NaN;

    Smoothed(double keep) {
        this.keep = keep;
    }

    void add(double next) {
        if (Double.isFinite(next)) {
            value = Double.isNaN(value) ? next : keep * value + (1 - keep) * next;
        }
    }

    double value() {
        return value;
    }
}
