package dev.equipoise.balance;

/** The least and the greatest beta that a strategy may choose, in units of the reconstruction term per nat. */
public record BetaBounds(double min, double max) {

    /** A thousandth: a value nearer to a bound counts as at the bound. */
    private static final double NEAR = 1e-3;

    /** Whether a beta is at one of the bounds. */
    public boolean reached(double beta) {
        return beta <= min * (1 + NEAR) || beta >= max * (1 - NEAR);
    }
}
