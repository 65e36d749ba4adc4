package dev.equipoise.model.prior;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Learned;
import dev.equipoise.objective.Mixture;
import dev.equipoise.objective.Prior;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.part.ValueRange;
import dev.equipoise.random.CounterRandom;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * p(z) is the mean of the posteriors of inputs that are learned: Tomczak and Welling 2018, eq. 9. The inputs begin at uniform
 * draws from the range of the data, or at standard normal draws if the data declare no range, and may leave it. The encoder
 * is in evaluation mode for them. KL has no closed form: it is estimated from each example's sample, and there is none of a
 * single latent. Each step encodes the inputs beside its batch.
 */
@Documented
@Part(VampPrior.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface VampPrior {

    /** How many inputs are learned. */
    @Range(min = 2, max = 65536, unit = "inputs")
    int inputs() default 500;

    /** The prior. */
    record OfInputs(int components, DataFacts data, long seed) implements Prior {

        @Override
        public List<Learned> learned() {
            return List.of(new Learned("inputs", components, data.elements(), this::initial));
        }

        private double initial(int index) {
            if (data.range().isEmpty()) {
                return CounterRandom.gaussian(seed, CounterRandom.Stream.PRIOR_WEIGHTS, 0, index);
            }
            ValueRange range = data.range().get();
            return range.min()
                    + (range.max() - range.min())
                            * CounterRandom.uniform(seed, CounterRandom.Stream.PRIOR_WEIGHTS, 0, index);
        }

        @Override
        public Mixture mixture(Map<String, NDArray> learned, Encoder encoder, Constants constants) {
            NDList posterior = encoder.encode(Learned.in(learned, "inputs"));
            return new Mixture(
                    posterior.get(0),
                    posterior.get(1),
                    constants.fixed(Collections.nCopies(components, -Math.log(components))));
        }
    }

    /** Refuses encoders that get more than the data. */
    final class Factory implements PartFactory<VampPrior, Prior> {

        @Override
        public Prior create(VampPrior annotation, Facts facts) {
            DataFacts data = facts.data();
            if (data.gaps() || !data.given().isEmpty()) {
                throw new InvalidPartException(
                        "its inputs must be all that the encoder gets, got an encoder that also gets "
                                + (data.gaps() ? "which values are missing" : "a condition") + "; use another prior");
            }
            return new OfInputs(annotation.inputs(), data, facts.seed());
        }
    }
}
