package dev.equipoise.balance;

/**
 * The quantity that a strategy controls, whatever beta that takes.
 *
 * @param held the quantity
 * @param value its value, in the quantity's unit; above 0
 * @param floor whether a larger value is as good, so that only a smaller one misses the aim
 */
public record Aim(Held held, double value, boolean floor) {

    /** A KL to hold, in nats. */
    public static Aim kl(double nats) {
        return new Aim(Held.KL, nats, false);
    }

    /** A KL to stay at or above, in nats. */
    public static Aim leastKl(double nats) {
        return new Aim(Held.KL, nats, true);
    }

    /** A squared error per example to hold. */
    public static Aim squaredError(double value) {
        return new Aim(Held.SQUARED_ERROR, value, false);
    }
}
