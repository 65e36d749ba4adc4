package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Optional;

/**
 * What the model made of one batch of B examples with N elements and M latents. With K samples of each example, B counts
 * the samples: each has a row, and those of an example follow one another.
 *
 * @param mean posterior means, shape (B, M)
 * @param logVariance natural logarithms of the posterior variances after the soft clamp, shape (B, M)
 * @param latent the samples mean + exp(logVariance/2)·noise, shape (B, M)
 * @param decoded the decoder's output, shape (B, N): means or logits, as the reconstruction term reads it
 * @param learned what the {@linkplain Reconstruction#learned reconstruction term} learns, by name, each of shape (1, n)
 * @param prior p(z); empty if it is N(0, I)
 */
public record VaeOutput(
        NDArray mean,
        NDArray logVariance,
        NDArray latent,
        NDArray decoded,
        Map<String, NDArray> learned,
        Optional<Mixture> prior) {

    /** The output of a model that learns nothing beside its networks, with the prior N(0, I). */
    public VaeOutput(NDArray mean, NDArray logVariance, NDArray latent, NDArray decoded) {
        this(mean, logVariance, latent, decoded, Map.of(), Optional.empty());
    }

    /** The first of every so many samples of a batch with a row for each. Recorded code. */
    public VaeOutput firstOf(int samples) {
        return new VaeOutput(
                Batch.first(mean, samples),
                Batch.first(logVariance, samples),
                Batch.first(latent, samples),
                Batch.first(decoded, samples),
                learned,
                prior);
    }

    /** What the reconstruction term learns by this name. */
    public NDArray learned(String name) {
        return Learned.in(learned, name);
    }

    /** The grain of {@link #kl}. */
    public Grain klGrain() {
        return klGrain(prior.map(Mixture::components).orElse(1));
    }

    /** The grain of KL from a prior of so many components: latents add up only if there is one. */
    public static Grain klGrain(int components) {
        return components == 1 ? Grain.LATENT_OF_EXAMPLE : Grain.EXAMPLE;
    }

    /**
     * KL(q(z|x) || p(z)) in nats: of every latent in closed form, shape (B, M), if the prior has one component. Otherwise the
     * unbiased −H(q) − ln p(z) of the sample z of each example, shape (B, 1), with the entropy H in closed form. Recorded code.
     */
    public NDArray kl(Constants constants) {
        if (prior.isEmpty()) {
            return Gaussians.klToStandardNormal(mean, logVariance, constants);
        }
        Mixture mixture = prior.get();
        if (mixture.components() == 1) {
            return mixture.klPerLatent(mean, logVariance, constants);
        }
        return Gaussians.entropy(logVariance, constants)
                .add(mixture.logDensity(latent, constants))
                .neg();
    }

    /** ln p(z) of the samples in nats at the grain of {@link #kl}: of every latent, or of every example. Recorded code. */
    public NDArray logPrior(Constants constants) {
        return prior.map(mixture -> mixture.components() == 1
                        ? Gaussians.logDensity(latent, mixture.mean(), mixture.logVariance(), constants)
                        : mixture.logDensity(latent, constants))
                .orElseGet(() -> Gaussians.logStandardNormal(latent, constants));
    }

    /** The same with another posterior or another prior, such as one without gradients. */
    public VaeOutput with(
            NDArray otherMean, NDArray otherLogVariance, NDArray otherLatent, Optional<Mixture> otherPrior) {
        return new VaeOutput(otherMean, otherLogVariance, otherLatent, decoded, learned, otherPrior);
    }
}
