package dev.equipoise.survival;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Critic;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A loss term whose critic's loss is not finite for some of the times that it is stepped. */
@Part(PoisonedCritic.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface PoisonedCritic {

    /** The first time that it is not, counted from 1. */
    int at() default 15;

    /** How often it is not. */
    int times() default 1;

    record Term(Owned owned) implements LossTerm {

        @Override
        public List<Measure> measures() {
            return List.of(Measure.of("judged", Grain.EXAMPLE, "nothing"));
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            return List.of(batch.logits(this, output.latent()));
        }

        @Override
        public Optional<Critic> critic() {
            return Optional.of(owned);
        }
    }

    /** Tells the batch's latents from those of the batch in the other order: there is nothing to be told. It keeps the streams. */
    record Owned(int at, int times, AtomicInteger stepped, List<Long> streams) implements Critic {

        @Override
        public List<Integer> hidden() {
            return List.of(4);
        }

        @Override
        public double learningRate() {
            return 0.01;
        }

        @Override
        public double beta1() {
            return 0.9;
        }

        @Override
        public double beta2() {
            return 0.999;
        }

        @Override
        public float[] others(float[] latents, int columns, long seed, long stream, long step) {
            streams.add(stream);
            float[] others = latents.clone();
            others[0] = stream + step;
            return others;
        }

        @Override
        public NDArray loss(NDArray ofBatch, NDArray ofOthers, Constants constants) {
            int time = stepped.incrementAndGet();
            boolean now = time >= at && time - at < times;
            NDArray difference = constants.meanOverRows(ofBatch.sub(ofOthers)).square();
            return now ? difference.mul(constants.fixed(Double.NaN)) : difference;
        }
    }

    final class Factory implements PartFactory<PoisonedCritic, LossTerm> {
        @Override
        public LossTerm create(PoisonedCritic annotation, Facts facts) {
            return new Term(new Owned(annotation.at(), annotation.times(), new AtomicInteger(), new ArrayList<>()));
        }
    }
}
