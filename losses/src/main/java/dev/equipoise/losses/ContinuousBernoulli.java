package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.data.Split;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Negative log-likelihood of independent continuous Bernoulli elements in [0, 1] whose logits are the decoder's output:
 * Loaiza-Ganem and Cunningham 2019, "The continuous Bernoulli: fixing a pervasive error in variational autoencoders". Unlike
 * the Bernoulli likelihood of grey values, it is a density over them. It is in nats and often negative. Beta 1 gives the ELBO.
 * Values of exactly 0 and 1 have no largest density, so the loss has no minimum on elements that are constant there.
 */
@Documented
@Part(ContinuousBernoulli.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ContinuousBernoulli {

    /**
     * l·(1/2 − x) + S(l) summed over elements, for data x and logits l, with S(l) = ln(sinh(l/2)/(l/2)). Near 0 S is its Taylor
     * series l²/24 − l⁴/2880 + l⁶/181440 − l⁸/9676800, elsewhere |l|/2 + ln(1 − exp(−|l|)) − ln|l|.
     */
    record Term() implements Reconstruction {

        private static final Measure MEASURE = Measure.of("continuousBernoulliNll", Grain.EXAMPLE, "nats per example");

        /** Below it the series is exact in double precision; above it the other form keeps that of floats. */
        private static final double NEAR = 0.3;

        private static final int MOST_STEPS = 100;

        @Override
        public List<Measure> measures() {
            return List.of(MEASURE);
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            Constants constants = batch.constants();
            NDArray logits = output.decoded();
            NDArray near = near(logits, constants);
            NDArray far = constants.fixed(1).sub(near);
            NDArray square = logits.mul(near).square();
            NDArray series = polynomial(square, constants, -1 / 9676800.0, 1 / 181440.0, -1 / 2880.0, 1 / 24.0)
                    .mul(square);
            NDArray size = logits.abs().mul(far).add(near);
            NDArray exact = size.mul(constants.fixed(0.5))
                    .add(constants.fixed(1).sub(size.neg().exp()).log())
                    .sub(size.log())
                    .mul(far);
            NDArray linear = logits.mul(constants.fixed(0.5).sub(batch.data()));
            return List.of(batch.sumOverElements(linear.add(series).add(exact)));
        }

        @Override
        public boolean separable() {
            return true;
        }

        @Override
        public boolean leavesGapsOut() {
            return true;
        }

        /** The means 1/2 + coth(l/2)/2 − 1/l, which are less extreme than the probabilities of the logits. */
        @Override
        public NDArray prediction(NDArray decoded, Constants constants) {
            NDArray half = constants.fixed(0.5);
            NDArray near = near(decoded, constants);
            NDArray far = constants.fixed(1).sub(near);
            NDArray small = decoded.mul(near);
            NDArray series = polynomial(small.square(), constants, -1 / 1209600.0, 1 / 30240.0, -1 / 720.0, 1 / 12.0)
                    .mul(small);
            NDArray large = decoded.mul(far).add(near);
            NDArray exact = half.div(large.mul(half).tanh())
                    .sub(constants.fixed(1).div(large))
                    .mul(far);
            return half.add(series).add(exact);
        }

        /** 1 where the series is used, else 0. */
        private static NDArray near(NDArray logits, Constants constants) {
            return logits.abs().lt(constants.fixed(NEAR)).toType(logits.getDataType(), false);
        }

        /** By Horner's rule, the coefficient of the highest power first. */
        private static NDArray polynomial(NDArray x, Constants constants, double... coefficients) {
            NDArray value = constants.fixed(coefficients[0]);
            for (int i = 1; i < coefficients.length; i++) {
                value = value.mul(x).add(constants.fixed(coefficients[i]));
            }
            return value;
        }

        /** Infinite if a value is 0 or 1, whose density has no bound. */
        @Override
        public double saving(Split data) {
            return Marginals.mean(data, logits(data.means()), Term::saved);
        }

        /** The means of the training split, with half an example added to each value. */
        @Override
        public Optional<double[]> ofBestConstant(Split training, Split split) {
            double[] logits = logits(Marginals.smoothed(training, 1));
            return Optional.of(Marginals.ofExamples(split, logits, Term::nll));
        }

        private static double saved(double x, double logit) {
            double best = logit(x);
            return logit == best ? 0 : nll(x, logit) - nll(x, best);
        }

        private static double[] logits(double[] means) {
            return Arrays.stream(means).map(mean -> logit(Math.min(mean, 1))).toArray();
        }

        private static double nll(double x, double logit) {
            if (Double.isInfinite(logit)) {
                return Double.NEGATIVE_INFINITY;
            }
            double size = Math.abs(logit);
            double normaliser = size < NEAR
                    ? size * size / 24 - Math.pow(size, 4) / 2880 + Math.pow(size, 6) / 181440
                    : size / 2 + Math.log(-Math.expm1(-size) / size);
            return logit * (0.5 - x) + normaliser;
        }

        /** The logit whose mean is this, by Newton's method from a logit that is nearer to 0. */
        private static double logit(double mean) {
            double logit = 1 / (1 - mean) - 1 / mean;
            for (int step = 0; step < MOST_STEPS && Double.isFinite(logit); step++) {
                double next = logit + (mean - mean(logit)) / variance(logit);
                if (Math.abs(next - logit) <= 1e-12 * Math.abs(logit)) {
                    return next;
                }
                logit = next;
            }
            return logit;
        }

        private static double mean(double logit) {
            double square = logit * logit;
            return Math.abs(logit) < NEAR
                    ? 0.5 + logit * (1 / 12.0 - square / 720 + square * square / 30240)
                    : 0.5 + 0.5 / Math.tanh(logit / 2) - 1 / logit;
        }

        private static double variance(double logit) {
            double square = logit * logit;
            if (Math.abs(logit) < NEAR) {
                return 1 / 12.0 - square / 240 + square * square / 6048;
            }
            double sinh = Math.sinh(logit / 2);
            return 1 / square - 0.25 / (sinh * sinh);
        }
    }

    /** Checks that the data lie in [0, 1]. */
    final class Factory implements PartFactory<ContinuousBernoulli, Reconstruction> {

        @Override
        public Reconstruction create(ContinuousBernoulli annotation, Facts facts) {
            UnitInterval.check(facts);
            return new Term();
        }
    }
}
