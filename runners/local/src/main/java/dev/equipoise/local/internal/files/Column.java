package dev.equipoise.local.internal.files;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The columns of {@code metrics.csv}, in their order; an empty cell means that the number does not exist there. */
enum Column {
    /** "step": the numbers of one step; "epoch": means of a whole epoch, or a whole split. */
    KIND,
    /** "train" or "validation". */
    PHASE,
    /** Updates made so far. */
    STEP,
    /** Counted from 1. */
    EPOCH,
    /** The objective; of validation at the prices of the epoch's last step, if its means tell it. */
    LOSS,
    /** The reconstruction term per example, in its own unit. */
    RECONSTRUCTION,
    /** Summed over elements, per example. */
    SQUARED_ERROR,
    /** Mean over elements. */
    MSE,
    /** Analytic KL in nats per example. */
    KL_NATS,
    /** The trained divergence per example; empty if the objective prices none. */
    DIVERGENCE,
    /** The effective beta. */
    BETA,
    /** What the divergence contributes to the loss, its priced value; empty if the objective is no sum. */
    WEIGHTED_KL_NATS,
    /** The KL that the strategy steers to. */
    KL_TARGET_NATS,
    LEARNING_RATE,
    /** Before clipping. */
    GRADIENT_NORM,
    /** Latents whose posterior mean varies by more than 0.01. */
    ACTIVE_UNITS,
    /** Nats per example. */
    ELBO,
    /** Nats per example. */
    ELBO_OPTIMAL_VARIANCE,
    /** Over the steps since the last row of a step, or over the epoch's steps. */
    EXAMPLES_PER_SECOND,
    /** Since the run started. */
    SECONDS,
    /** Measures of further loss terms, losses of critics, numbers of procedure and frontier: "name=value" after "name=value", with a space between. */
    TERMS,
    /** Until the last epoch is evaluated, at the recent pace; empty if it is not known. */
    SECONDS_LEFT;

    /** This column's cell of a row. */
    String of(String[] cells) {
        return cells[Arrays.asList(values()).indexOf(this)];
    }

    static String header() {
        return Arrays.stream(values())
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }
}
