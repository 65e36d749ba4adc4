package dev.equipoise.objective;

/**
 * The axes that a measure still has. Reduced axes stay with length 1, so that grains broadcast against each other; B is
 * the number of examples, M of latents.
 */
public enum Grain {
    /** Shape (B, M). */
    LATENT_OF_EXAMPLE,
    /** Shape (B, 1): summed over latents or elements. */
    EXAMPLE,
    /** Shape (1, M): averaged over examples. */
    LATENT,
    /** Shape (1, 1): one number of the whole batch. */
    BATCH;

    /** Whether a measure of this grain can be reduced to {@code coarser}; a grain reaches itself. */
    public boolean reaches(Grain coarser) {
        return this == coarser || coarser == BATCH || this == LATENT_OF_EXAMPLE;
    }
}
