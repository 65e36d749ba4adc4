package dev.equipoise.objective;

import java.util.OptionalDouble;

/**
 * The part of one priced measure that a strategy may change.
 *
 * @param weight factor of the measure in the loss, in loss units per unit of the measure; at least 0
 * @param target level that a penalty with a target aims at, in the measure's unit; empty if the penalty has none
 */
public record Price(double weight, OptionalDouble target) {

    public Price {
        if (!(weight >= 0) || Double.isInfinite(weight) || !Double.isFinite(target.orElse(0))) {
            throw new InvalidPriceException(
                    "a price must be finite and its weight at least 0, got weight " + weight + " and target " + target);
        }
    }

    /** A weight without a target. */
    public static Price of(double weight) {
        return new Price(weight, OptionalDouble.empty());
    }

    /** A weight on the distance from a target. */
    public static Price towards(double target, double weight) {
        return new Price(weight, OptionalDouble.of(target));
    }

    /** An invalid price, such as NaN or a negative weight. */
    public static final class InvalidPriceException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        public InvalidPriceException(String message) {
            super(message);
        }
    }
}
