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

    /**
     * (x + s)·ln(1 + eᵗ) − x·t + ln Γ(s) + ln Γ(x + 1) − ln Γ(x + s) summed over elements, for counts x, s = 1/dispersion and
     * t = log mean − ln s. ln(1 + eᵗ) is written as (t + |t|)/2 + ln(1 + exp(−|t|)), which does not overflow.
     */
    record Term(double dispersion) implements Reconstruction {

        private static final Measure MEASURE = Measure.of("negativeBinomialNll", Grain.EXAMPLE, "nats per example");

        @Override
        public List<Measure> measures() {
            return List.of(MEASURE);
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            Constants constants = batch.constants();
            NDArray counts = batch.data();
            NDArray size = constants.fixed(1 / dispersion);
            NDArray t = Counts.logMeans(output.decoded(), constants).add(constants.fixed(Math.log(dispersion)));
            NDArray absolute = t.abs();
            NDArray softplus = t.add(absolute)
                    .mul(constants.fixed(0.5))
                    .add(absolute.neg().exp().add(constants.fixed(1)).log());
            NDArray raised = counts.add(size);
            NDArray constant =
                    Counts.logFactorial(counts, constants).sub(raised.gammaln()).add(size.gammaln());
            return List.of(batch.sumOverElements(
                    raised.mul(softplus).sub(counts.mul(t)).add(constant)));
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
            return Marginals.mean(data, data.means(), (x, mean) -> shaped(x, mean) - shaped(x, x));
        }

        /** The means of the training split, with half a count added to each sum. */
        @Override
        public Optional<double[]> ofBestConstant(Split training, Split split) {
            double size = 1 / dispersion;
            double ofSize = Counts.logFactorial(size - 1);
            return Optional.of(Marginals.ofExamples(
                    split,
                    Marginals.smoothed(training, 0),
                    (x, mean) ->
                            shaped(x, mean) + Counts.logFactorial(x) + ofSize - Counts.logFactorial(x + size - 1)));
        }

        private double shaped(double count, double mean) {
            double t = dispersion * mean;
            return (count + 1 / dispersion) * Math.log1p(t) - Marginals.timesLog(count, t);
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
