package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import dev.equipoise.part.Role;
import java.util.List;

/** Joins the priced measures of a batch into the loss that is differentiated. */
@Role("objective")
public interface Objective {

    /** The loss, shape (1, 1). Recorded code: constants come from {@link Batch#constants}. */
    NDArray loss(List<Priced> priced, Batch batch);

    /** Whether the loss is the sum of the priced measures, so that the means over a split give its loss. */
    default boolean sum() {
        return false;
    }

    /** How many latent samples each example needs. */
    default int samples() {
        return 1;
    }

    /** Whether it accepts linear penalties only. */
    default boolean linearOnly() {
        return false;
    }
}
