package dev.equipoise.balance;

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
