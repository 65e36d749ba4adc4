package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Critic;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.random.CounterRandom;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The total correlation of the aggregate posterior in nats, KL(q(z) || Π q(zⱼ)), as estimated by a critic that
 * distinguishes latents from latents permuted across the batch: Kim and Mnih 2018, eq. 2 and 3. The estimate lags
 * behind the model, and is too low if the critic is too small or learns too slowly.
 */
@Documented
@Part(FactorVae.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface FactorVae {

    /**
     * Price of a nat of total correlation. In the paper, gamma applies with a KL of weight 1; with a beta, use gamma
     * times beta. The paper uses 35 for its shapes of 64·64 bits.
     */
    @Range(min = 0, max = 1e9, unit = "loss per nat")
    double gamma() default 35;

    /** Units of the critic's hidden layers; the paper has six of 1000, for a GPU. */
    @Range(min = 1, max = 65536, unit = "units")
    int[] hidden() default {256, 256};

    /**
     * Learning rate of the critic's Adam, which is independent of the model's. The paper uses 1e-4 for 300,000 steps.
     */
    @Range(min = 0, minExcluded = true, max = 1e3, unit = "per step")
    double learningRate() default 1e-3;

    /** Decay of the first moment of the critic's Adam. */
    @Range(min = 0, max = 0.999999)
    double beta1() default 0.5;

    /** Decay of the second moment of the critic's Adam. */
    @Range(min = 0, max = 0.999999999)
    double beta2() default 0.9;

    /** The critic's logit ln q(z) − ln Π q(zⱼ) of every example, whose mean is the total correlation. */
    record Term(double gamma, Discriminator discriminator) implements LossTerm {

        private static final Measure MEASURE = Measure.of("totalCorrelation", Grain.EXAMPLE, "nats");

        @Override
        public List<Measure> measures() {
            return List.of(MEASURE);
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            return List.of(batch.logits(this, output.latent()));
        }

        @Override
        public double weight() {
            return gamma;
        }

        @Override
        public Optional<Critic> critic() {
            return Optional.of(discriminator);
        }
    }

    /** The critic; the optimal one returns ln q(z) − ln Π q(zⱼ). */
    record Discriminator(List<Integer> hidden, double learningRate, double beta1, double beta2) implements Critic {

        /** Each latent is permuted by itself (algorithm 1), which gives samples of Π q(zⱼ). */
        @Override
        public float[] others(float[] latents, int columns, long seed, long stream, long step) {
            int rows = latents.length / columns;
            float[] permuted = new float[latents.length];
            for (int column = 0; column < columns; column++) {
                int[] order = CounterRandom.permutation(rows, seed, stream, step * columns + column);
                for (int row = 0; row < rows; row++) {
                    permuted[row * columns + column] = latents[order[row] * columns + column];
                }
            }
            return permuted;
        }

        /**
         * ½·[mean of −ln σ(logit) of the batch + mean of −ln(1 − σ(logit)) of the others]: ln 2 for a critic that knows
         * nothing.
         */
        @Override
        public NDArray loss(NDArray ofBatch, NDArray ofOthers, Constants constants) {
            NDArray crossEntropy = softplus(ofBatch.neg(), constants).add(softplus(ofOthers, constants));
            return constants.meanOverRows(crossEntropy).mul(constants.fixed(0.5));
        }

        /** ln(1 + eˣ) as max(x, 0) + ln(1 + exp(−|x|)), which does not overflow. */
        private static NDArray softplus(NDArray x, Constants constants) {
            NDArray size = x.abs();
            return x.add(size)
                    .mul(constants.fixed(0.5))
                    .add(size.neg().exp().add(constants.fixed(1)).log());
        }
    }

    /** Makes the term. */
    final class Factory implements PartFactory<FactorVae, LossTerm> {

        @Override
        public LossTerm create(FactorVae annotation, Facts facts) {
            List<String> problems = new ArrayList<>();
            if (annotation.hidden().length == 0) {
                problems.add("hidden must have at least one layer, got none:"
                        + " a critic without one cannot detect a dependence between latents");
            }
            if (facts.latents() < 2) {
                problems.add("the model must have at least 2 latents, got " + facts.latents()
                        + ": the total correlation of one is 0");
            }
            problems.addAll(Pairs.problems(facts, "the critic permutes latents across the batch"));
            if (!problems.isEmpty()) {
                throw new InvalidPartException(problems);
            }
            List<Integer> hidden = Arrays.stream(annotation.hidden()).boxed().toList();
            return new Term(
                    annotation.gamma(),
                    new Discriminator(hidden, annotation.learningRate(), annotation.beta1(), annotation.beta2()));
        }
    }
}
