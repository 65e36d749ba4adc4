package dev.equipoise.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.equipoise.part.Role;
import java.util.Map;

/** Chooses the update from the gradient. */
@Role("optimizer")
public interface Optimizer {

    /** The optimizer of these parameters, with fresh state that {@code manager} owns. */
    Updater bind(Map<String, NDArray> parameters, NDManager manager);
}
