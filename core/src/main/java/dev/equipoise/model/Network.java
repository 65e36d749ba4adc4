package dev.equipoise.model;

/** The two networks of a VAE. */
public enum Network {
    ENCODER("encoder."),
    DECODER("decoder.");

    private final String prefix;

    Network(String prefix) {
        this.prefix = prefix;
    }

    /** The network that the parameter at {@code path} belongs to. */
    public static Network owning(String path) {
        return path.startsWith(ENCODER.prefix) ? ENCODER : DECODER;
    }

    String prefix() {
        return prefix;
    }
}
