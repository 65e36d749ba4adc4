package dev.equipoise.survival;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A loss term that is 0, but for some of the times that it is measured. */
@Part(Poisoned.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface Poisoned {

    /** The first time that it is not, counted from 1. */
    int at() default 15;

    /** How often it is not. */
    int times() default 1;

    /** What it is then. */
    Poison poison() default Poison.NAN;

    enum Poison {
        NAN(Double.NaN),
        INFINITY(Double.POSITIVE_INFINITY),
        /** A finite loss whose gradient is too long. */
        HUGE(1e38);

        private final double value;

        Poison(double value) {
            this.value = value;
        }
    }

    record Term(int at, int times, Poison poison, AtomicInteger measured) implements LossTerm {

        @Override
        public List<Measure> measures() {
            return List.of(Measure.of("poison", Grain.LATENT_OF_EXAMPLE, "nothing"));
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            int time = measured.incrementAndGet();
            boolean now = time >= at && time - at < times;
            return List.of(output.mean().mul(batch.constants().fixed(now ? poison.value : 0)));
        }
    }

    final class Factory implements PartFactory<Poisoned, LossTerm> {
        @Override
        public LossTerm create(Poisoned annotation, Facts facts) {
            return new Term(annotation.at(), annotation.times(), annotation.poison(), new AtomicInteger());
        }
    }
}
