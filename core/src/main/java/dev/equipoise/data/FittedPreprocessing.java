package dev.equipoise.data;

import java.util.Arrays;
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

    /** Whether the step draws random numbers, so that each epoch of training has values of its own. */
    default boolean random() {
        return false;
    }

    /**
     * Applies a random step to one row; {@link #apply(float[])} is what it does to data that are not a split of the run,
     * without chance.
     *
     * @param row one row, which the step may overwrite
     */
    default float[] apply(float[] row, Draw draw) {
        return apply(row);
    }

    /** The same for a row that is not rounded to floats. */
    default double[] apply(double[] row, Draw draw) {
        return apply(row);
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
     * Empty otherwise: squared errors after the step then cannot be converted to the units of the data.
     */
    default Optional<double[]> slopes() {
        return Optional.empty();
    }

    /**
     * Logarithms of the absolute slopes at a row, if the step maps every element by itself and smoothly. Empty otherwise:
     * a density after the step then says nothing about one before it.
     *
     * @param row one row as the step left it
     */
    default Optional<double[]> logSlopes(float[] row) {
        return slopes().map(all ->
                Arrays.stream(all).map(slope -> Math.log(Math.abs(slope))).toArray());
    }

    /** The name in messages: that of the part if this is a type within it. */
    default String name() {
        Class<?> part = getClass().getEnclosingClass();
        return (part != null && part.isAnnotation() ? part : getClass()).getSimpleName();
    }

    /** Whether the step turns the axes of a datum before it stretches them by its {@link #slopes}. */
    default boolean rotates() {
        return false;
    }

    /** Warnings about a split that the step was not fitted to, as the step leaves it. */
    default List<String> warnings(Split validation) {
        return List.of();
    }

    /** Applies steps in their order to a copy of rows that are no split of the run. */
    static float[] apply(List<FittedPreprocessing> steps, float[] values) {
        float[] applied = values.clone();
        for (FittedPreprocessing step : steps) {
            applied = step.apply(applied);
        }
        return applied;
    }

    /** Undoes steps, the last first, on a copy of rows. */
    static float[] undo(List<FittedPreprocessing> steps, float[] values) {
        float[] undone = values.clone();
        for (int i = steps.size() - 1; i >= 0; i--) {
            undone = steps.get(i).undo(undone);
        }
        return undone;
    }
}
