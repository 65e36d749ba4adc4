package dev.equipoise.data;

import java.util.List;
import java.util.Optional;

/** A fitted step. It maps each row by itself, to a row of as many elements or of others. */
public interface FittedPreprocessing {

    /**
     * Applies the step. Several threads may do so at once.
     *
     * @param values any number of rows, one after the other, which the step may overwrite
     * @return the same rows after the step, in this array or in another
     */
    float[] apply(float[] values);

    /** The same for values that are not rounded to floats. */
    default double[] apply(double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        float[] applied = apply(rounded);
        double[] wide = new double[applied.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = applied[i];
        }
        return wide;
    }

    /**
     * Undoes the step, for pictures.
     *
     * @param values any number of rows after the step, one after the other, which the step may overwrite
     * @return the rows before the step, in this array or in another
     */
    float[] undo(float[] values);

    /**
     * The slope of each element, if the step maps every element by itself and linearly; length N, no slope is 0.
     * Empty otherwise: values after the step then cannot be compared in the units of the data.
     */
    default Optional<double[]> slopes() {
        return Optional.empty();
    }

    /** Warnings about a split that the step was not fitted to, as the step leaves it. */
    default List<String> warnings(Split validation) {
        return List.of();
    }
}
