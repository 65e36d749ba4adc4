package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.equipoise.part.PartException;
import org.jspecify.annotations.Nullable;

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

    /** The shape of values of this grain, of a batch whose latents have this one. */
    Shape shape(Shape latents) {
        return new Shape(
                this == LATENT_OF_EXAMPLE || this == EXAMPLE ? latents.get(0) : 1,
                this == LATENT_OF_EXAMPLE || this == LATENT ? latents.get(1) : 1);
    }

    /**
     * Looks at the shape of values that are meant to have this grain.
     *
     * @param name of what gave them, for the message
     * @param latents shape (B, M) of the batch's latents
     */
    void check(String name, @Nullable NDArray values, Shape latents) {
        Shape expected = shape(latents);
        if (values == null || !values.getShape().equals(expected)) {
            throw new PartException(name + " must give an array of grain " + this + ", whose shape is " + expected
                    + " here, got " + (values == null ? "null" : "shape " + values.getShape())
                    + "; reduced axes keep length 1");
        }
    }

    /** Whether a measure of this grain can be reduced to {@code coarser}; a grain reaches itself. */
    public boolean reaches(Grain coarser) {
        return this == coarser || coarser == BATCH || this == LATENT_OF_EXAMPLE;
    }
}
