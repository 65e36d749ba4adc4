package dev.equipoise.data;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Role;
import java.util.Optional;

/** One preprocessing step. It is fitted on the training split and then applied to both. */
@Role(value = "preprocessing step", many = true)
public interface Preprocessing {

    /** Position among the steps, smallest first; two equal ones are an error. */
    int order();

    /** The facts of the data after this step. */
    DataFacts transform(DataFacts facts);

    /** Whether a missing value, NaN, stays one through the step and has no part in its fit. */
    default boolean keepsGaps() {
        return false;
    }

    /**
     * What the step divides squared errors by, if it maps every element by itself: a number, or a rule in words if the
     * training split decides. Empty if it leaves them as they are, or maps otherwise.
     *
     * @param facts of the data before the step
     */
    default Optional<String> divisor(DataFacts facts) {
        return Optional.empty();
    }

    /**
     * The facts of the data after a step.
     *
     * @throws InvalidPartException if values may be missing and the step cannot have that
     */
    static DataFacts after(Preprocessing step, DataFacts facts) {
        if (facts.gaps() && !step.keepsGaps()) {
            throw new InvalidPartException("it needs every value, but the data may lack some; use steps that map each"
                    + " element by itself, such as standardize, or fill the missing values");
        }
        return step.transform(facts);
    }

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
