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
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;

/**
 * Negative log-likelihood of independent negative binomial counts whose log means are the decoder's output, clamped softly to ±20, in nats, with all
 * constants. Their variance is mean + dispersion·mean², and near a dispersion of 0 they are Poisson counts. The data must be
 * counts without preprocessing. Beta 1 gives the ELBO. Single-cell code often states 1/dispersion, as theta or size: Lopez et
 * al. 2018.
 */
@Documented
@Part(NegativeBinomialNll.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface NegativeBinomialNll {

    /** The same for all elements. */
    @Range(min = 1e-3, max = 1e3, unit = "variance beyond the mean, per squared mean")
    double dispersion();

    /** The nats of {@link Counts#negativeBinomial} summed over elements. */
    record Term(double dispersion) implements Reconstruction {

        private static final Measure MEASURE = Measure.of("negativeBinomialNll", Grain.EXAMPLE, "nats per example");

        @Override
        public List<Measure> measures() {
            return List.of(MEASURE);
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            Constants constants = batch.constants();
            return List.of(batch.sumOverElements(Counts.negativeBinomial(
                    batch.data(),
                    Counts.logMeans(output.decoded(), constants),
                    constants.fixed(1 / dispersion),
                    constants.fixed(Math.log(dispersion)),
                    constants)));
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
            return Counts.logMeans(decoded, constants).exp();
        }

        @Override
        public Optional<String> refused(Split split) {
            return Counts.refused(split);
        }

        /** Half of the deviance of the elements' means, at this dispersion. */
        @Override
        public double saving(Split data) {
            return Marginals.mean(data, data.means(), (x, mean) -> nats(x, mean) - nats(x, x));
        }

        /** The means of the training split, with half a count added to each sum. */
        @Override
        public Optional<double[]> ofBestConstant(Split training, Split split) {
            return Optional.of(Marginals.ofExamples(split, Marginals.smoothed(training, 0), this::nats));
        }

        private double nats(double count, double mean) {
            return Counts.negativeBinomial(count, mean, dispersion);
        }
    }

    /** Checks that no value is declared negative. */
    final class Factory implements PartFactory<NegativeBinomialNll, Reconstruction> {

        @Override
        public Reconstruction create(NegativeBinomialNll annotation, Facts facts) {
            Counts.check(facts);
            return new Term(annotation.dispersion());
        }
    }
}
