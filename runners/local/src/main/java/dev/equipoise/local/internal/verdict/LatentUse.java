package dev.equipoise.local.internal.verdict;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What the latents save of the squared error that the training mean has.
 *
 * @param saved 1 − SSE/V, for the squared error V of the mean; negative for a model that is worse than the mean
 * @param possible the same of the linear optimum at the final prices; empty if it is not known
 * @param kl of the model, in nats
 */
record LatentUse(double saved, OptionalDouble possible, double kl) {

    /** The least saving that latents are worth: below it, ignoring them is practically the optimum. */
    private static final double WORTH = 0.02;

    /** Share of the possible saving below which the posterior counts as collapsed. */
    static final double IGNORED = 0.1;

    private static final double FEW_NATS = 0.1;
    private static final double HARDLY = 0.01;

    /** Whether the decoder ignores latents that would save much: KL that is paid and unused is found too. */
    boolean collapsed() {
        return possible.isPresent()
                ? possible.getAsDouble() >= WORTH && saved < IGNORED * possible.getAsDouble()
                : kl < FEW_NATS && saved < HARDLY;
    }

    /** Whether ignoring the latents is the optimum of a linear model, and this model does ignore them. */
    boolean notWorthIt() {
        return possible.isPresent() && possible.getAsDouble() < WORTH && saved < WORTH;
    }

    /** The two numbers in words. */
    String words() {
        String own = String.format(Locale.ROOT, "the latents save %.1f %% of the squared error", 100 * saved);
        return possible.isPresent()
                ? own + String.format(Locale.ROOT, ", a linear model would save %.1f %%", 100 * possible.getAsDouble())
                : own + String.format(Locale.ROOT, " at a KL of %.2g nats", kl);
    }
}
