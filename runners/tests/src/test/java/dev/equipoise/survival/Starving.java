package dev.equipoise.survival;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.run.EngineName;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A term of value 0 that finds no memory for a batch, from the fourth that it measures on. */
@Part(Starving.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface Starving {

    Lack lack() default Lack.GPU;

    /** Examples for which there is memory. */
    int room() default 8;

    boolean separable() default true;

    /** Where there is none. Words of a GPU are said, the others are what the machine itself says. */
    enum Lack {
        HEAP("Java heap space", "-Xmx") {
            @Override
            void meet(Batch batch) {
                long[] large = new long[Integer.MAX_VALUE - 8];
                throw new AssertionError(large.length + " numbers were on the heap");
            }
        },
        ENGINE("not enough memory|can't allocate memory|Failed to allocate CPU Memory", "experiment.batchSize") {
            @Override
            void meet(Batch batch) {
                NDManager manager = batch.data().getManager();
                // MXNet counts the values of an array in 31 bits: 4 GiB, which a test must not let it have.
                boolean mxnet =
                        EngineName.MXNET.djlName().equals(manager.getEngine().getEngineName());
                manager.zeros(new Shape(mxnet ? 1L << 30 : 1L << 45));
            }
        },
        GPU("cudaMalloc", "experiment.batchSize") {
            @Override
            void meet(Batch batch) {
                throw new EngineException("MXNetError: cudaMalloc retry failed: out of memory");
            }
        };

        final String words;
        final String advice;

        Lack(String words, String advice) {
            this.words = words;
            this.advice = advice;
        }

        abstract void meet(Batch batch);
    }

    record Term(Lack lack, int room, boolean separable, AtomicInteger measured) implements LossTerm {

        @Override
        public List<Measure> measures() {
            return List.of(Measure.of("starved", Grain.BATCH, "nothing"));
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            if (measured.incrementAndGet() >= 4 && batch.data().getShape().get(0) > room) {
                lack.meet(batch);
            }
            return List.of(batch.constants().fixed(0));
        }
    }

    final class Factory implements PartFactory<Starving, LossTerm> {
        @Override
        public LossTerm create(Starving annotation, Facts facts) {
            return new Term(annotation.lack(), annotation.room(), annotation.separable(), new AtomicInteger());
        }
    }
}
