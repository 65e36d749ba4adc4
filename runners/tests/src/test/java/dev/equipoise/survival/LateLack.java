package dev.equipoise.survival;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Grain;
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
import java.util.concurrent.atomic.AtomicInteger;

/** Squared error by another name, whose readings, which come after backward, find no memory from the fourth on. */
@Part(LateLack.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface LateLack {

    /** Examples for which there is memory. */
    int room() default 8;

    record Term(int room, AtomicInteger read) implements Reconstruction {

        @Override
        public List<Measure> measures() {
            return List.of(Measure.of("lateError", Grain.EXAMPLE, "squared error per example"));
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            return List.of(batch.squaredError(output.decoded()));
        }

        @Override
        public NDArray prediction(NDArray decoded, Constants constants) {
            if (read.incrementAndGet() >= 4 && decoded.getShape().get(0) > room) {
                throw new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB");
            }
            return decoded;
        }

        @Override
        public OptionalDouble decoderVariance(double beta) {
            return OptionalDouble.of(beta / 2);
        }

        @Override
        public boolean separable() {
            return true;
        }
    }

    final class Factory implements PartFactory<LateLack, Reconstruction> {
        @Override
        public Reconstruction create(LateLack annotation, Facts facts) {
            return new Term(annotation.room(), new AtomicInteger());
        }
    }
}
