package dev.equipoise.model;

/** The two networks of a VAE. */
public enum Network {
    ENCODER("encoder."),
    DECODER("decoder.");

    private final String prefix;

    Network(String prefix) {
        this.prefix = prefix;
    }

    /** Whether the parameter at {@code path} belongs to this network. */
    public boolean owns(String path) {
        return path.startsWith(prefix);
    }

    String prefix() {
        return prefix;
    }
}
