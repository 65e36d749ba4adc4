package dev.equipoise.benchmarks;

import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
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
import java.util.List;
import java.util.Optional;

/** Images of independent uniform values from 0 to 1: the time of a step does not depend on what they show. */
@Documented
@Part(UniformImages.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface UniformImages {

    @Range(min = 1, max = 512, unit = "channels")
    int channels() default 1;

    @Range(min = 1, max = 4096, unit = "pixels")
    int side();

    @Range(min = 1, max = 1_000_000, unit = "examples")
    int examples();

    /** The source; its validation split is as small as can be. */
    record Uniform(int channels, int side, int examples, long seed) implements DataSource {

        private static final int VALIDATION_EXAMPLES = 8;

        @Override
        public DataFacts facts() {
            return new DataFacts(
                    examples, VALIDATION_EXAMPLES, List.of(channels, side, side), Optional.of(new ValueRange(0, 1)));
        }

        @Override
        public Dataset load() {
            return new Dataset(split(examples, 0), split(VALIDATION_EXAMPLES, 1));
        }

        private Split split(int rows, int number) {
            int elements = facts().elements();
            float[] values = new float[rows * elements];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) CounterRandom.uniform(seed, CounterRandom.Stream.DATA, number, i);
            }
            return new Split(values, elements, new int[0]);
        }
    }

    /** Makes the source. */
    final class Factory implements PartFactory<UniformImages, DataSource> {

        public Factory() {}

        @Override
        public DataSource create(UniformImages annotation, Facts facts) {
            return new Uniform(annotation.channels(), annotation.side(), annotation.examples(), facts.seed());
        }
    }
}
