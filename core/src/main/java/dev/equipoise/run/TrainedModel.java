package dev.equipoise.run;

import dev.equipoise.run.ModelView.Encoded;
import java.util.Map;

/**
 * A trained model. Data are row-major in rows of N elements, in the units of their source; latents are in rows of
 * M. Preprocessing is applied to inputs and undone on outputs. Any thread may call it; calls are processed one at a
 * time. It holds native memory until it is closed. Incomplete rows and values that are not finite cause an {@link
 * IllegalArgumentException}. NaN is a missing value for a model of data that may lack values.
 */
public interface TrainedModel extends AutoCloseable {

    /** Elements N of a datum. */
    int elements();

    /** The number M of latents. */
    int latents();

    /**
     * A conditional model that is given these values, for each row and each sample; it is closed with this one.
     *
     * @param values by the name of the column, {@code label} for labels
     * @throws IllegalArgumentException if the model is not conditional, or the values are not those of its condition
     */
    default TrainedModel given(Map<String, String> values) {
        throw new IllegalArgumentException("the model must be conditional to be given " + values);
    }

    /**
     * A model that was trained for many betas, at one of them; it is closed with this one.
     *
     * @throws IllegalArgumentException if the model was trained for one beta alone, or not for this one
     */
    default TrainedModel at(double beta) {
        throw new IllegalArgumentException("the model must be trained for many betas to be used at beta " + beta);
    }

    /** Means and log-variances of q(z|x) for data in rows of N. */
    Encoded encode(float[] rows);

    /** What the decoder predicts for latents in rows of M: the mean of p(x|z). */
    float[] decode(float[] rows);

    /** The distribution of the latents that {@link #sample} draws from. */
    LatentPrior prior();

    /** Predictions for {@code count} draws from the prior; the same for the same seed. */
    float[] sample(int count, long seed);

    /** Predictions for the posterior means of data in rows of N, without noise. */
    default float[] reconstruct(float[] rows) {
        return decode(encode(rows).means());
    }

    /** Data in rows of N in which the model's {@linkplain #reconstruct reconstruction} takes the place of each missing value. */
    default float[] impute(float[] rows) {
        float[] reconstructed = reconstruct(rows);
        float[] imputed = rows.clone();
        for (int i = 0; i < imputed.length; i++) {
            if (Float.isNaN(imputed[i])) {
                imputed[i] = reconstructed[i];
            }
        }
        return imputed;
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
