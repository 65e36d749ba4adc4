package dev.equipoise.schedules;

/** How a ramp rises: monotone, from exactly 0 at progress 0 to exactly 1 at progress 1. */
public enum RampShape {
    LINEAR,
    /** ½·(1 − cos(π·progress)). */
    COSINE,
    /** The logistic function between −6 and 6, stretched to start at 0 and end at 1 (plain, it starts at 0.0025). */
    SIGMOID;

    /** The height at this progress, both in [0, 1]. */
    public double at(double progress) {
        return switch (this) {
            case LINEAR -> progress;
            case COSINE -> (1 - Math.cos(Math.PI * progress)) / 2;
            case SIGMOID -> (1 + Math.tanh(6 * progress - 3) / Math.tanh(3)) / 2;
        };
    }
}
