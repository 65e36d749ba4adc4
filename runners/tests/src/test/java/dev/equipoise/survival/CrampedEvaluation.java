package dev.equipoise.survival;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import dev.equipoise.losses.SquaredError;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.OptionalDouble;

/** Squared error that finds no memory for more than a batch of training. */
@Part(CrampedEvaluation.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface CrampedEvaluation {

    boolean separable() default true;

    record Term(int room, boolean separable, SquaredError.Term error) implements Reconstruction {

        @Override
        public List<Measure> measures() {
            return error.measures();
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            if (batch.data().getShape().get(0) > room) {
                throw new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB");
            }
            return error.measure(batch, output);
        }

        @Override
        public NDArray prediction(NDArray decoded, Constants constants) {
            return decoded;
        }

        @Override
        public OptionalDouble decoderVariance(double beta) {
            return error.decoderVariance(beta);
        }
    }

    final class Factory implements PartFactory<CrampedEvaluation, Reconstruction> {
        @Override
        public Reconstruction create(CrampedEvaluation annotation, Facts facts) {
            return new Term(facts.batchSize(), annotation.separable(), new SquaredError.Term());
        }
    }
}
