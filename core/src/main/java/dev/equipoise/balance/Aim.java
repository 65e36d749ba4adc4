package dev.equipoise.balance;

/**
 * The quantity that a strategy controls by choosing beta.
 *
 * @param held the quantity
 * @param value its value, in the quantity's unit; above 0
 * @param floor whether only a smaller value misses the aim
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

    /** What a strategy can hold at a value. */
    public enum Held {
        /** The analytic KL, summed over latents, per example. */
        KL("kl", "KL", "nats"),
        /** The squared error, summed over elements, per example. */
        SQUARED_ERROR("squaredError", "the squared error", "per example");

        private final String id;
        private final String words;
        private final String unit;

        Held(String id, String words, String unit) {
            this.id = id;
            this.words = words;
            this.unit = unit;
        }

        /** Its name in files. */
        public String id() {
            return id;
        }

        /** Its name in sentences. */
        public String words() {
            return words;
        }

        public String unit() {
            return unit;
        }
    }
}
