package dev.equipoise.run;

/** A trained model for pictures and evaluation: plain numbers, row-major, preprocessed units. */
public interface ModelView {

    /** Elements N of a datum. */
    int elements();

    /** The number M of latents. */
    int latents();

    /** How many numbers K are given to encoder and decoder beside a datum: 0 unless the model is conditional. */
    default int given() {
        return 0;
    }

    /** The distribution of the latents that samples are drawn from. */
    LatentPrior prior();

    /** Posterior parameters of examples in rows of N + K. */
    Encoded encode(float[] data);

    /** Predictions in rows of N of latents in rows of M + K. */
    float[] decode(float[] latents);

    /** ln p(x|z) in nats, constants included, one for each row of both. */
    double[] logLikelihood(float[] data, float[] latents);

    /** Values in the units of the data source: undoes the preprocessing on a copy. */
    float[] undoPreprocessing(float[] data);

    /**
     * Parameters of q(z|x), in rows of M.
     *
     * @param means posterior means
     * @param logVariances natural logarithms of the posterior variances
     */
    record Encoded(float[] means, float[] logVariances) {}
}
