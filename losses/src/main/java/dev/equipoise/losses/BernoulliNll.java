package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Negative log-likelihood of independent Bernoulli elements whose logits are the decoder's output: Kingma and
 * Welling 2014, appendix C.1. The data must lie in [0, 1]; values between are read as probabilities. The likelihood of
 * such values is not normalised over them (Loaiza-Ganem and Cunningham 2019), so its ELBO can be compared only with
 * runs on the same data.
 */
@Documented
@Part(BernoulliNll.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface BernoulliNll {

    /**
     * max(l, 0) − l·x + ln(1 + exp(−|l|)) summed over elements, for data x and logits l. Written with max(l, 0) =
     * (l + |l|)/2, whose derivative on both engines is 1/2 at l = 0, so that the gradient there is right too.
     */
    record Term() implements Reconstruction {

        private static final Measure MEASURE = Measure.of("bernoulliNll", Grain.EXAMPLE, "nats per example");

        @Override
        public List<Measure> measures() {
            return List.of(MEASURE);
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            NDArray logits = output.decoded();
            NDArray half = batch.constants().fixed(0.5);
            NDArray one = batch.constants().fixed(1);
            NDArray size = logits.abs();
            NDArray nll = logits.mul(half.sub(batch.data()))
                    .add(size.mul(half))
                    .add(size.neg().exp().add(one).log());
            return List.of(batch.sumOverElements(nll));
        }

        @Override
        public boolean separable() {
            return true;
        }

        @Override
        public boolean leavesGapsOut() {
            return true;
        }

        @Override
        public NDArray prediction(NDArray decoded, Constants constants) {
            return Activation.sigmoid(decoded);
        }

        /** The entropy of each element's mean minus the mean of its entropies, summed over elements. */
        @Override
        public double saving(Split data) {
            return Marginals.mean(data, data.means(), (x, mean) -> nll(x, mean) - nll(x, x));
        }

        @Override
        public List<String> warnings(Split training) {
            long[] between = new long[1];
            training.forEach((n, row) -> {
                for (float value : row) {
                    between[0] += value > 0 && value < 1 ? 1 : 0;
                }
            });
            return between[0] == 0
                    ? List.of()
                    : List.of(String.format(
                            Locale.ROOT,
                            "%.1f %% of the training values lie between 0 and 1: the Bernoulli likelihood is not normalised"
                                    + " over them, so compare its ELBO only with runs of the same data and term",
                            100.0 * between[0] / training.examples() / training.elements()));
        }

        /** The frequencies of the training split as probabilities, with half an example added to each value. */
        @Override
        public Optional<double[]> ofBestConstant(Split training, Split split) {
            return Optional.of(Marginals.ofExamples(split, Marginals.smoothed(training, 1), Term::nll));
        }

        private static double nll(double x, double probability) {
            return -Marginals.timesLog(x, probability) - Marginals.timesLog(1 - x, 1 - probability);
        }
    }

    /** Checks that the data lies in the range of probabilities. */
    final class Factory implements PartFactory<BernoulliNll, Reconstruction> {

        @Override
        public Reconstruction create(BernoulliNll annotation, Facts facts) {
            UnitInterval.check(facts);
            return new Term();
        }
    }
}
