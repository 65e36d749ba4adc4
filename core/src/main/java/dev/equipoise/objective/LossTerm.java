package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import dev.equipoise.part.Role;
import java.util.List;
import java.util.Optional;

/** Measures one or more quantities of a batch, computed together. Unweighted: it knows no prices and no steps. */
@Role(value = "further loss term", many = true)
public interface LossTerm {

    /** What is measured, in the order of {@link #measure}'s arrays. */
    List<Measure> measures();

    /**
     * The differentiable values, one array for each of {@link #measures}, each with the shape of its grain. This is
     * recorded code: constants come from {@link Batch#constants}.
     */
    List<NDArray> measure(Batch batch, VaeOutput output);

    /**
     * Whether each value depends on a single example, or is a mean of such values. If so, a batch that does not fit
     * in memory can be measured in parts. False for a term that compares examples with each other.
     */
    default boolean separable() {
        return false;
    }

    /** The default price of a term beyond reconstruction and divergence. */
    default double weight() {
        return 1;
    }

    /**
     * The term beside this prior: itself, unless it measures something of the prior.
     *
     * @throws dev.equipoise.part.InvalidPartException if it cannot be measured beside it
     */
    default LossTerm against(Prior prior) {
        return this;
    }

    /** The critic that the term uses through {@link Batch#logits}; it has the name of the term's first measure. */
    default Optional<Critic> critic() {
        return Optional.empty();
    }
}
