package dev.equipoise.plan;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.OptionalDouble;

/** Parts for terms and their objective. */
final class TermParts {

    private TermParts() {}

    record Term(List<Measure> measures, double weight) implements LossTerm {
        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            throw new AssertionError("a plan computes nothing");
        }
    }

    record DivergenceTerm(List<Measure> measures) implements Divergence {
        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            throw new AssertionError("a plan computes nothing");
        }
    }

    @Part(Squares.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Squares {
        record SquaresTerm(List<Measure> measures) implements Reconstruction {
            @Override
            public List<NDArray> measure(Batch batch, VaeOutput output) {
                throw new AssertionError("a plan computes nothing");
            }

            @Override
            public NDArray prediction(NDArray decoded, Constants constants) {
                return decoded;
            }

            @Override
            public OptionalDouble decoderVariance(double beta) {
                return OptionalDouble.empty();
            }
        }

        final class Factory implements PartFactory<Squares, SquaresTerm> {
            @Override
            public SquaresTerm create(Squares annotation, Facts facts) {
                return new SquaresTerm(List.of(Measure.of("squaredError", Grain.EXAMPLE, "")));
            }
        }
    }

    @Part(Kl.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Kl {
        Grain grain() default Grain.LATENT_OF_EXAMPLE;

        final class Factory implements PartFactory<Kl, Divergence> {
            @Override
            public Divergence create(Kl kl, Facts facts) {
                return new DivergenceTerm(List.of(Measure.of("kl", kl.grain(), "nats")));
            }
        }
    }

    @Part(DecomposedKl.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface DecomposedKl {
        final class Factory implements PartFactory<DecomposedKl, Divergence> {
            @Override
            public Divergence create(DecomposedKl annotation, Facts facts) {
                return new DivergenceTerm(List.of(
                        Measure.of("information", Grain.BATCH, "nats"),
                        Measure.of("correlation", Grain.BATCH, "nats")));
            }
        }
    }

    @Part(Mmd.Factory.class)
    @Repeatable(Mmds.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Mmd {
        String name() default "mmd";

        @Range(min = 0, minExcluded = true)
        double weight() default 1;

        @Range(min = 0, max = 10, unit = "widths")
        double[] scales() default {1, 2};

        final class Factory implements PartFactory<Mmd, LossTerm> {
            @Override
            public LossTerm create(Mmd mmd, Facts facts) {
                return new Term(List.of(Measure.of(mmd.name(), Grain.BATCH, "")), mmd.weight());
            }
        }
    }

    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Mmds {
        Mmd[] value();
    }

    record Joined(boolean linearOnly) implements Objective {
        @Override
        public NDArray loss(List<Objective.Priced> priced, Batch batch, VaeOutput output) {
            throw new AssertionError("a plan computes nothing");
        }
    }

    @Part(Sum.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Sum {
        final class Factory implements PartFactory<Sum, Objective> {
            @Override
            public Objective create(Sum sum, Facts facts) {
                return new Joined(false);
            }
        }
    }

    @Part(Bound.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Bound {
        final class Factory implements PartFactory<Bound, Objective> {
            @Override
            public Objective create(Bound bound, Facts facts) {
                return new Joined(true);
            }
        }
    }
}
