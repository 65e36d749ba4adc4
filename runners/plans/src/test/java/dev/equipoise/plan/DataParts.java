package dev.equipoise.plan;

import dev.equipoise.data.DataFormatException;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.part.ValueRange;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Parts for data and its preprocessing. */
final class DataParts {

    private DataParts() {}

    @Part(Table.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Table {
        @Range(min = 1, unit = "examples")
        int examples() default 1000;

        int[] shape() default {4};

        boolean broken() default false;

        record Source(Table table) implements DataSource {
            @Override
            public DataFacts facts() {
                if (table.broken()) {
                    throw new DataFormatException(Path.of("table.idx"), 4, "magic 2051", "7");
                }
                List<Integer> shape = Arrays.stream(table.shape()).boxed().toList();
                return new DataFacts(table.examples(), 200, shape, Optional.of(new ValueRange(0, 255)));
            }

            @Override
            public Dataset load() {
                return new Dataset(
                        new Split(new float[table.examples() * 4], 4, new int[0]),
                        new Split(new float[200 * 4], 4, new int[0]));
            }
        }

        final class Factory implements PartFactory<Table, DataSource> {
            @Override
            public DataSource create(Table table, Facts facts) {
                return new Source(table);
            }
        }
    }

    /** To [0, 1], but for other factors. */
    @Part(Scale.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Scale {
        int order() default 10;

        double by() default 255;

        final class Factory implements PartFactory<Scale, Preprocessing> {
            @Override
            public Preprocessing create(Scale scale, Facts facts) {
                double top = facts.data().range().orElseThrow().max();
                return new Step(scale.order(), Optional.of(new ValueRange(0, top / scale.by())));
            }
        }
    }

    /** Needs data within [0, 1]. */
    @Part(Shift.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Shift {
        int order() default 20;

        final class Factory implements PartFactory<Shift, Preprocessing> {
            @Override
            public Preprocessing create(Shift shift, Facts facts) {
                if (facts.data().range().orElseThrow().max() > 1) {
                    throw new InvalidPartException("data must lie within [0, 1]");
                }
                return new Step(shift.order(), Optional.of(new ValueRange(-1, 0)));
            }
        }
    }

    record Step(int order, Optional<ValueRange> after) implements Preprocessing {
        @Override
        public DataFacts transform(DataFacts facts) {
            return facts.withRange(after);
        }

        @Override
        public FittedPreprocessing fit(Split training, DataFacts facts) {
            throw new AssertionError("a plan computes nothing");
        }
    }

    /** A step of no declared order, which the composed chain must ask. */
    @Part(Cascade.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Cascade {
        final class Factory implements PartFactory<Cascade, Preprocessing> {
            @Override
            public Preprocessing create(Cascade annotation, Facts facts) {
                return new Step(10, Optional.empty());
            }
        }
    }
}
