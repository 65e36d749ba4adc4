package dev.equipoise.data;

import java.util.List;

/** A fitted step: row-major values in, row-major values of the same number out. */
public interface FittedPreprocessing {

    /** Applies the step in place. */
    void apply(float[] values);

    /** Undoes the step in place, for pictures. */
    void undo(float[] values);

    /** Warnings about a split that was not fitted on, after {@link #apply}. */
    default List<String> warnings(Split validation) {
        return List.of();
    }
}
