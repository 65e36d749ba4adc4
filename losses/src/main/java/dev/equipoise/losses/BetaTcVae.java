package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * KL in three parts, each with its own price: alpha·mutual information + beta·total correlation + gamma·dimension-wise KL, in
 * nats. Chen et al. 2018, eq. 2 and 4. The parts are estimates from the samples of one batch. They sum to the estimate of
 * KL from those samples, so that equal prices price KL alone.
 */
@Documented
@Part(BetaTcVae.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface BetaTcVae {

    /** Price of the mutual information of data and latents. */
    @Range(min = 0, max = 1e9, unit = "per price of the divergence")
    double alpha() default 1;

    /** Price of the total correlation of the latents; the paper tries 1 to 10. */
    @Range(min = 0, max = 1e9, unit = "per price of the divergence")
    double beta() default 6;

    /** Price of the KL of each latent's aggregate posterior from the prior, summed over latents. */
    @Range(min = 0, max = 1e9, unit = "per price of the divergence")
    double gamma() default 1;

    /** How the aggregate posterior follows from a batch. */
    Estimator estimator() default Estimator.STRATIFIED;

    /** The weights of the posteriors of B examples of a batch in the aggregate posterior of N examples. */
    enum Estimator {
        /**
         * 1/N for the posterior that the latents come from, (N − m)/(N·m) for one other and 1/m for the rest, with m = B − 1:
         * appendix C.2 of the paper. They sum to 1. A batch of one example has no others, and its weight is 1: then KL is
         * dimension-wise, and the other parts are 0.
         */
        STRATIFIED {
            @Override
            List<Double> weights(int rows, int examples) {
                int others = rows - 1;
                if (others == 0) {
                    return List.of(1.0);
                }
                List<Double> weights = new ArrayList<>(Collections.nCopies(rows, 1.0 / others));
                weights.set(0, 1.0 / examples);
                weights.set(1, (double) (examples - others) / examples / others);
                return weights;
            }
        },
        /**
         * 1/(B·N) for all: appendix C.1 of the paper. They sum to 1/N, so that with M latents the mutual information is ln N
         * too high, the total correlation (M − 1)·ln N too high and the dimension-wise KL M·ln N too low. These constants
         * have no gradient.
         */
        WEIGHTED {
            @Override
            List<Double> weights(int rows, int examples) {
                return Collections.nCopies(rows, 1.0 / rows / examples);
            }
        };

        /** Of an example's own posterior, that of the next example and so on; {@code examples} is at least {@code rows}. */
        abstract List<Double> weights(int rows, int examples);
    }

    /** The three parts of {@link DecomposedKl}, of N = {@code examples} of the training split. */
    record Term(double alpha, double beta, double gamma, Estimator estimator, int examples) implements Divergence {

        /** Nats below ln B from which a batch of B examples is too small. */
        private static final double MARGIN = 2;

        @Override
        public List<Measure> measures() {
            return List.of(
                    new Measure("mutualInformation", Grain.EXAMPLE, "nats", alpha),
                    new Measure("totalCorrelation", Grain.EXAMPLE, "nats", beta),
                    new Measure("dimensionwiseKl", Grain.EXAMPLE, "nats", gamma));
        }

        @Override
        public boolean kl() {
            return alpha == 1 && equalPrices();
        }

        private boolean equalPrices() {
            return alpha == beta && beta == gamma;
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            int rows = (int) output.latent().getShape().get(0);
            DecomposedKl parts = DecomposedKl.of(batch, output, estimator.weights(rows, Math.max(rows, examples)));
            return List.of(parts.mutualInformation(), parts.totalCorrelation(), parts.dimensionwiseKl());
        }

        @Override
        public Optional<String> warning(double kl, Facts facts) {
            int rows = Math.min(facts.batchSize(), facts.examples());
            double seen = Math.log(rows) - MARGIN;
            if (equalPrices() || kl <= seen) {
                return Optional.empty();
            }
            String batches = "batches of " + rows + " examples, from which betaTcVae estimates the parts of KL, ";
            return Optional.of(
                    seen < 0
                            ? batches
                                    + "are too small for any KL: choose a larger experiment.batchSize, for 1 nat at least 21"
                            : String.format(
                                    Locale.ROOT,
                                    "%sshow at most ln %d - 2 = %.1f nats well, and KL is %.1f: mutual information and"
                                            + " total correlation are biased from here on; raise experiment.batchSize, or the"
                                            + " price of KL",
                                    batches,
                                    rows,
                                    seen,
                                    kl));
        }
    }

    /** Refuses batches of one example. */
    final class Factory implements PartFactory<BetaTcVae, Divergence> {

        @Override
        public Divergence create(BetaTcVae annotation, Facts facts) {
            List<String> problems = Pairs.ofEveryBatch(facts, "the estimates compare its examples");
            if (!problems.isEmpty()) {
                throw new InvalidPartException(problems);
            }
            return new Term(
                    annotation.alpha(),
                    annotation.beta(),
                    annotation.gamma(),
                    annotation.estimator(),
                    facts.examples());
        }
    }
}
