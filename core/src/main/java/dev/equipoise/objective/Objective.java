package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import dev.equipoise.part.Role;
import java.util.List;
import java.util.Optional;

/** Joins the priced measures of a batch into the loss that is differentiated. */
@Role("objective")
public interface Objective {

    /**
     * The loss, shape (1, 1). Recorded code: constants come from {@link Batch#constants}.
     *
     * @param batch that the terms measured: the {@link #samples} of an example are rows of it, one after the other
     * @param output of the model, in the same rows
     */
    NDArray loss(List<Priced> priced, Batch batch, VaeOutput output);

    /** Whether the loss is the sum of the priced measures, so that the means over a split give its loss. */
    default boolean sum() {
        return false;
    }

    /** Whether the loss is a mean over examples if the measures are, so that halves of a batch have the same loss. */
    default boolean separable() {
        return sum();
    }

    /**
     * Whether the priced divergence is part of the loss. If not, readings have no divergence, its price is a weight in
     * something else, and whatever acts on it is refused.
     */
    default boolean pricesDivergence() {
        return true;
    }

    /** What scales the gradient that each sample passes to the encoder; empty if nothing does. */
    default Optional<PathScale> pathScale() {
        return Optional.empty();
    }

    /** How many latent samples each example needs. */
    default int samples() {
        return 1;
    }

    /** Whether it accepts linear penalties only. */
    default boolean linearOnly() {
        return false;
    }

    /** Factors of the gradient from samples to the encoder. Such an objective takes a first pass without gradients. */
    interface PathScale {

        /** A factor for each sample, shape (B·K, 1), from what the first pass gave. Not recorded. */
        NDArray of(List<Priced> priced, Batch batch, VaeOutput output);
    }

    /**
     * A measure with its price.
     *
     * @param term the term that measured it
     * @param measured its values
     * @param penalty the shape of the price
     * @param price the numbers of this step, relative weights multiplied in
     */
    record Priced(LossTerm term, Measured measured, Penalty penalty, Price price) {

        /** The summand of the loss, shape (1, 1): priced, summed over latents, averaged over examples. Recorded code. */
        public NDArray value(Batch batch) {
            return reduced(penalty.apply(measured.at(penalty.grain()), price, batch), batch);
        }

        /** The same without what {@link Penalty#contribution} leaves out. Not recorded. */
        public NDArray contribution(Batch batch) {
            return reduced(penalty.contribution(measured.at(penalty.grain()), price, batch), batch);
        }

        private NDArray reduced(NDArray values, Batch batch) {
            Measure priced = Measure.of(measured.measure().name(), penalty.grain(), "loss");
            return new Measured(priced, values, batch.constants()).at(Grain.BATCH);
        }
    }
}
