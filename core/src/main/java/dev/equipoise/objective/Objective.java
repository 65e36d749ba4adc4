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
