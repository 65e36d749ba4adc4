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
import java.util.List;
import java.util.Optional;

/**
 * Negative log-likelihood of independent Poisson counts whose log rates are the decoder's output, clamped softly to ±20, in nats, with its constant
 * ln x!. The data must be counts without preprocessing. Beta 1 gives the ELBO.
 */
@Documented
@Part(PoissonNll.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface PoissonNll {

    /** exp(r) − x·r + ln Γ(x + 1) summed over elements, for counts x and log rates r. */
    record Term() implements Reconstruction {

        private static final Measure MEASURE = Measure.of("poissonNll", Grain.EXAMPLE, "nats per example");

        @Override
        public List<Measure> measures() {
            return List.of(MEASURE);
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            NDArray logRates = Counts.logMeans(output.decoded(), batch.constants());
            return List.of(batch.sumOverElements(Counts.poisson(batch.data(), logRates, batch.constants())));
        }

        @Override
        public boolean separable() {
            return true;
        }

        @Override
        public boolean leavesGapsOut() {
            return true;
        }

        /** The rates, which are the means. */
        @Override
        public NDArray prediction(NDArray decoded, Constants constants) {
            return Counts.logMeans(decoded, constants).exp();
        }

        @Override
        public Optional<String> refused(Split split) {
            return Counts.refused(split);
        }

        /** Half of the deviance of the elements' means. */
        @Override
        public double saving(Split data) {
            return Marginals.mean(data, data.means(), (x, mean) -> Counts.poisson(x, mean) - Counts.poisson(x, x));
        }

        /** The means of the training split as rates, with half a count added to each sum. */
        @Override
        public Optional<double[]> ofBestConstant(Split training, Split split) {
            return Optional.of(Marginals.ofExamples(split, Marginals.smoothed(training, 0), Counts::poisson));
        }
    }

    /** Checks that no value is declared negative. */
    final class Factory implements PartFactory<PoissonNll, Reconstruction> {

        @Override
        public Reconstruction create(PoissonNll annotation, Facts facts) {
            Counts.check(facts);
            return new Term();
        }
    }
}
