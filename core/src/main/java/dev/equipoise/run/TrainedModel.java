package dev.equipoise.run;

import dev.equipoise.run.ModelView.Encoded;

/**
 * A trained model at work: data in the units of its source, row-major, in rows of N elements, and latents in rows of M.
 * Preprocessing is applied to what goes in and undone on what comes out. Any thread may call it; the calls of a process
 * take turns. It holds native memory until it is closed. Rows that are not whole, or values that are not finite, are an
 * {@link IllegalArgumentException}.
 */
public interface TrainedModel extends AutoCloseable {

    /** Elements N of a datum. */
    int elements();

    /** The number M of latents. */
    int latents();

    /** Means and log-variances of q(z|x) for data in rows of N. */
    Encoded encode(float[] rows);

    /** What the decoder predicts for latents in rows of M: the mean of p(x|z). */
    float[] decode(float[] rows);

    /** Predictions for so many draws from the prior, a standard normal; the same ones for the same seed. */
    float[] sample(int count, long seed);

    /** Predictions for the posterior means of data in rows of N: no noise. */
    default float[] reconstruct(float[] rows) {
        return decode(encode(rows).means());
    }

    @Override
    void close();

    /** Which checkpoint of a run. */
    enum Which {
        /** The one with the most steps. */
        LAST,
        /**
         * The one with the highest {@linkplain SplitEvaluation#selection selection value} on validation among the epochs
         * at whose end the strategy had settled; among all if it never had.
         */
        BEST
    }
}
