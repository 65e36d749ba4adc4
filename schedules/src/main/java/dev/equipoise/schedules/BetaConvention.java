package dev.equipoise.schedules;

import java.util.OptionalInt;

/**
 * How a loss weighs KL against squared error. SSE is the squared error summed over a datum's N elements, KL is in nats
 * and summed over its M latents; both are averaged over the batch. Two losses whose {@linkplain #toSquaredError values
 * in the first convention} are equal have the same optimum. Higgins et al. 2017; Rybkin et al. 2021.
 */
public enum BetaConvention {
    /** SSE + beta·KL: the convention of this project, and of most code for disentanglement. */
    SQUARED_ERROR("SSE + beta·KL"),
    /** ½·SSE + beta·KL: a Gaussian decoder of variance 1. */
    HALF_SQUARED_ERROR("SSE/2 + beta·KL"),
    /** SSE/N + w·KL, as written with a framework's mean squared error. */
    MEAN_SQUARED_ERROR("SSE/N + w·KL"),
    /** SSE/N + w·KL/M, in which both terms are means. */
    MEAN_OVER_LATENTS("SSE/N + w·KL/M"),
    /** SSE/(2σ²) + KL: the value is the decoder's variance σ². */
    DECODER_VARIANCE("SSE/(2σ²) + KL"),
    /** The normalised beta·M/N of Higgins et al. 2017 for the beta of {@link #SQUARED_ERROR}. */
    NORMALISED("SSE + beta·(N/M)·KL"),
    /** 255·SSE + beta·KL: the mean square of grey levels, divided by 255. */
    GREY_LEVELS("255·SSE + beta·KL");

    private final String loss;

    BetaConvention(String loss) {
        this.loss = loss;
    }

    /** The loss as a formula. */
    public String loss() {
        return loss;
    }

    /** Whether it is defined only for a squared error, and not for a negative log-likelihood in nats. */
    public boolean ofSquaredError() {
        return this == HALF_SQUARED_ERROR || this == DECODER_VARIANCE || this == GREY_LEVELS;
    }

    /** Whether a conversion needs the number of latents. */
    public boolean needsLatents() {
        return this == MEAN_OVER_LATENTS || this == NORMALISED;
    }

    /**
     * The beta of {@link #SQUARED_ERROR} with the same optimum as {@code value} in this convention.
     *
     * @param elements the number N of elements of a datum
     * @param latents the number M of latents; may be empty unless {@link #needsLatents}
     */
    public double toSquaredError(double value, int elements, OptionalInt latents) {
        return value * factor(elements, latents);
    }

    /** The value in this convention with the same optimum as {@code beta} in {@link #SQUARED_ERROR}. */
    public double fromSquaredError(double beta, int elements, OptionalInt latents) {
        return beta / factor(elements, latents);
    }

    private double factor(int elements, OptionalInt latents) {
        return switch (this) {
            case SQUARED_ERROR -> 1;
            case HALF_SQUARED_ERROR, DECODER_VARIANCE -> 2;
            case MEAN_SQUARED_ERROR -> elements;
            case MEAN_OVER_LATENTS, NORMALISED -> (double) elements / known(latents);
            case GREY_LEVELS -> 1 / 255.0;
        };
    }

    private int known(OptionalInt latents) {
        return latents.orElseThrow(() -> new IllegalArgumentException(this + " needs the number of latents"));
    }
}
