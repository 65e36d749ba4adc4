package dev.equipoise.data;

import java.util.List;
import java.util.Optional;

/** A fitted step: row-major values in, row-major values of the same number out. */
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
     * By how much the step stretches each element if it maps every element by itself with a constant slope; length N, none
     * 0. Empty if it does not: values after the step cannot then be compared in the units of the data.
     */
    default Optional<double[]> slopes() {
        return Optional.empty();
    }

    /** Warnings about a split that was not fitted on, after {@link #apply}. */
    default List<String> warnings(Split validation) {
        return List.of();
    }
}
