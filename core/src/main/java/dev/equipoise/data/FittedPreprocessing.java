package dev.equipoise.data;

import java.util.List;
import java.util.Optional;

/** A fitted step. It maps row-major values to the same number of row-major values. */
public interface FittedPreprocessing {

    /** Applies the step in place. */
    void apply(float[] values);

    /** Applies the step in place to values that are not rounded to floats. */
    default void apply(double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        apply(rounded);
        for (int i = 0; i < values.length; i++) {
            values[i] = rounded[i];
        }
    }

    /** Undoes the step in place, for pictures. */
    void undo(float[] values);

    /**
     * The slope of each element, if the step maps every element by itself and linearly; length N, no slope is 0.
     * Empty otherwise: values after the step then cannot be compared in the units of the data.
     */
    default Optional<double[]> slopes() {
        return Optional.empty();
    }

    /** Warnings about a split that the step was not fitted to, after {@link #apply}. */
    default List<String> warnings(Split validation) {
        return List.of();
    }
}
