package dev.equipoise.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.data.DataFormatException;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Split;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.JointUpdate;
import dev.equipoise.model.Layer;
import dev.equipoise.model.Posterior;
import dev.equipoise.model.VaeLayers;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.Price;
import dev.equipoise.objective.Priced;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.part.ValueRange;
import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** A small set of parts, one or two for each role; none computes anything. */
final class TestParts {

    static final List<Class<? extends Annotation>> ALL = List.of(
            Table.class,
            Scale.class,
            Shift.class,
            Cascade.class,
            Net.class,
            Gauss.class,
            Squares.class,
            Kl.class,
            DecomposedKl.class,
            Mmd.class,
            Bits.class,
            Beta.class,
            KlTarget.class,
            Shaped.class,
            Worthless.class,
            Sum.class,
            Bound.class,
            JointUpdate.class,
            Rate.class);

    static final Set<DefaultPart> DEFAULTS = Set.of(
            DefaultPart.of(Table.class),
            new DefaultPart(Scale.class, facts -> facts.data().image()),
            DefaultPart.of(Net.class),
            DefaultPart.of(Gauss.class),
            DefaultPart.of(Squares.class),
            DefaultPart.of(Kl.class),
            DefaultPart.of(Beta.class),
            DefaultPart.of(Sum.class),
            DefaultPart.of(JointUpdate.class),
            DefaultPart.of(Rate.class));

    private TestParts() {}

    static ExperimentReader reader() {
        return reader(experiment -> List.of());
    }

    static ExperimentReader reader(ProvidedParts provided) {
        return new ExperimentReader(Catalogue.of(ALL), TestParts::make, DEFAULTS, provided);
    }

    static <F> F make(Class<F> factory) {
        try {
            var constructor = factory.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

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
            throw new UnsupportedOperationException();
        }
    }

    enum Activation {
        RELU,
        TANH
    }

    @Part(Net.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Net {
        @Range(min = 1, max = 1024, unit = "units")
        int[] hidden() default {8, 8};

        @Range(min = 1, max = 64)
        int latent() default 2;

        Activation activation() default Activation.RELU;

        record Model(Net net) implements Architecture {
            @Override
            public int latent() {
                return net.latent();
            }

            @Override
            public VaeLayers layers(DataFacts data) {
                return new VaeLayers(
                        Arrays.stream(net.hidden()).<Layer>mapToObj(Dense::new).toList(),
                        List.of(new Dense(net.hidden()[0] == 13 ? 13 : data.elements())),
                        net.latent());
            }
        }

        record Dense(int units) implements Layer {
            @Override
            public List<Integer> output(List<Integer> input) {
                if (units == 666) {
                    throw new InvalidPartException("hidden must be a decent number, got 666");
                }
                return List.of(units);
            }

            @Override
            public Block block(List<Integer> input) {
                throw new UnsupportedOperationException();
            }
        }

        final class Factory implements PartFactory<Net, Architecture> {
            @Override
            public Architecture create(Net net, Facts facts) {
                return new Model(net);
            }
        }
    }

    @Part(Gauss.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Gauss {
        final class Factory implements PartFactory<Gauss, Posterior> {
            @Override
            public Posterior create(Gauss annotation, Facts facts) {
                return new Posterior() {
                    @Override
                    public NDArray mean(NDArray raw, Constants constants) {
                        return raw;
                    }

                    @Override
                    public NDArray logVariance(NDArray raw, Constants constants) {
                        return raw;
                    }
                };
            }
        }
    }

    record Term(List<Measure> measures, double weight) implements LossTerm {
        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            throw new UnsupportedOperationException();
        }
    }

    record DivergenceTerm(List<Measure> measures) implements Divergence {
        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            throw new UnsupportedOperationException();
        }
    }

    @Part(Squares.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Squares {
        record SquaresTerm(List<Measure> measures) implements Reconstruction {
            @Override
            public List<NDArray> measure(Batch batch, VaeOutput output) {
                throw new UnsupportedOperationException();
            }

            @Override
            public NDArray prediction(NDArray decoded) {
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

    record Shape(Grain grain, boolean linear) implements Penalty {
        @Override
        public NDArray apply(NDArray measure, Price price, Batch batch) {
            throw new UnsupportedOperationException();
        }
    }

    @Part(Bits.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Bits {
        Grain grain() default Grain.LATENT;

        final class Factory implements PartFactory<Bits, Penalty> {
            @Override
            public Penalty create(Bits bits, Facts facts) {
                return new Shape(bits.grain(), false);
            }
        }
    }

    record Strategy(double beta, Optional<Penalty> divergencePenalty, long warm) implements OpenLoop {
        @Override
        public Prices prices(long step) {
            return Prices.beta(beta);
        }

        @Override
        public List<String> foresee(Facts facts) {
            return warm > facts.totalSteps()
                    ? List.of("warm-up of " + warm + " steps ends after step " + facts.totalSteps())
                    : List.of();
        }
    }

    @Part(Beta.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Beta {
        @Range(min = 0, unit = "per nat")
        double beta() default 1;

        long warm() default 0;

        final class Factory implements PartFactory<Beta, BalancingStrategy<?>> {
            @Override
            public BalancingStrategy<?> create(Beta beta, Facts facts) {
                if (beta.beta() == 13) {
                    throw new InvalidPartException(List.of("beta must be lucky, got 13.0", "beta must be even"));
                } else if (beta.beta() == 14) {
                    throw new IllegalStateException("a fault of the factory");
                }
                return new Strategy(beta.beta(), Optional.empty(), beta.warm());
            }
        }
    }

    @Part(KlTarget.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface KlTarget {
        @Range(min = 0, minExcluded = true, unit = "nats")
        double nats();

        double gain();

        final class Factory implements PartFactory<KlTarget, Strategy> {
            @Override
            public Strategy create(KlTarget target, Facts facts) {
                return new Strategy(target.nats(), Optional.empty(), 0);
            }
        }
    }

    /** Brings its own shape. */
    @Part(Shaped.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Shaped {
        final class Factory implements PartFactory<Shaped, BalancingStrategy<?>> {
            @Override
            public BalancingStrategy<?> create(Shaped shaped, Facts facts) {
                return new Strategy(1, Optional.of(new Shape(Grain.EXAMPLE, false)), 0);
            }
        }
    }

    /** Prices reconstruction and divergence alike. */
    @Part(Worthless.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Worthless {
        double weight() default 0;

        final class Factory implements PartFactory<Worthless, BalancingStrategy<?>> {
            @Override
            public BalancingStrategy<?> create(Worthless worthless, Facts facts) {
                double weight = worthless.weight();
                return (OpenLoop) step -> new Prices(Price.of(weight), Price.of(weight), Map.of());
            }
        }
    }

    record Joined(boolean linearOnly) implements Objective {
        @Override
        public NDArray loss(List<Priced> priced, Batch batch) {
            throw new UnsupportedOperationException();
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

    @Part(Rate.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Rate {
        @Range(min = 0, max = 1, minExcluded = true)
        double rate() default 1e-3;

        boolean decay() default false;

        final class Factory implements PartFactory<Rate, LearningRate> {
            @Override
            public LearningRate create(Rate rate, Facts facts) {
                long total = facts.totalSteps();
                return step -> rate.decay() ? rate.rate() * (total - step) / total : rate.rate();
            }
        }
    }

    /** Composes a recipe. */
    @Beta(beta = 4)
    @Mmd(weight = 2)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Recipe {}

    /** Another one, with the first inside. */
    @Recipe
    @Net(latent = 5)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Cookbook {}

    /** Competes with {@link Recipe}. */
    @Shaped
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Rival {}

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
