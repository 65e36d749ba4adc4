package dev.equipoise.data;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Role;

/** One preprocessing step. It is fitted on the training split and then applied to both. */
@Role(value = "preprocessing step", many = true)
public interface Preprocessing {

    /** Position among the steps, smallest first; two equal ones are an error. */
    int order();

    /** The facts of the data after this step. */
    DataFacts transform(DataFacts facts);

    /** Fits the step to the training split as the steps before it left it. */
    FittedPreprocessing fit(Split training, DataFacts facts);

    /**
     * The record of numbers that {@link #fit} returns. It is saved with the run, so that a trained model needs no data;
     * another type is fitted to the data again.
     */
    default Class<? extends FittedPreprocessing> fitted() {
        return AffinePreprocessing.class;
    }
}
