package dev.equipoise.truth;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import com.google.inject.Provides;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.GaussianData;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Split;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.Dense;
import dev.equipoise.model.Layer;
import dev.equipoise.model.LinearVae;
import dev.equipoise.model.Posterior;
import dev.equipoise.model.VaeLayers;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.Price;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.DataFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Experiments of 64 examples of 5 elements, each with a part that gives what it must not, or fails. */
final class Misfits {

    private Misfits() {}

    /** A term of grain EXAMPLE or what else is said, whose values are a function of the latents (B, 2). */
    private record Term(Grain grain, Function<NDArray, List<NDArray>> values) implements LossTerm {
        @Override
        public List<Measure> measures() {
            return List.of(Measure.of("odd", grain, "nothing"));
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            return values.apply(output.latent());
        }
    }

    @Experiment(name = "spread", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class Spread {
        @Provides
        static LossTerm spread() {
            return new Term(Grain.EXAMPLE, latent -> List.of(latent));
        }
    }

    @Experiment(name = "reduced", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class Reduced {
        @Provides
        static LossTerm reduced() {
            return new Term(Grain.LATENT, latent -> List.of(latent.sum(new int[] {0})));
        }
    }

    @Experiment(name = "twice", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class Twice {
        @Provides
        static LossTerm twice() {
            return new Term(Grain.LATENT_OF_EXAMPLE, latent -> List.of(latent, latent));
        }
    }

    @Experiment(name = "failing", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class Failing {
        @Provides
        static LossTerm failing() {
            return new Term(Grain.EXAMPLE, latent -> {
                throw new IllegalStateException("a table of three");
            });
        }
    }

    @Experiment(name = "priced", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class Priced {
        private record Summing() implements Penalty {
            @Override
            public Grain grain() {
                return Grain.LATENT;
            }

            @Override
            public NDArray apply(NDArray measure, Price price, Batch batch) {
                return batch.constants().sumOverColumns(measure);
            }
        }

        @Provides
        static Penalty summing() {
            return new Summing();
        }
    }

    @Experiment(name = "unjoined", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class Unjoined {
        @Provides
        static Objective unjoined() {
            return (priced, batch, output) -> priced.get(0).measured().at(Grain.EXAMPLE);
        }
    }

    /** Says that it has other outputs than it has. */
    private record Boastful(int says) implements Layer {
        @Override
        public List<Integer> output(List<Integer> input) {
            return List.of(says);
        }

        @Override
        public long parameters(List<Integer> input) {
            return input.get(0) + 1L;
        }

        @Override
        public Block block(List<Integer> input) {
            return Linear.builder().setUnits(1).build();
        }
    }

    private record Made(List<Layer> encoder, List<Layer> decoder) implements Architecture {
        @Override
        public int latent() {
            return 2;
        }

        @Override
        public VaeLayers layers(DataFacts data) {
            return new VaeLayers(encoder, decoder, 2);
        }
    }

    @Experiment(name = "boastful", epochs = 1)
    @GaussianData(examples = 64)
    static final class BoastfulLayer {
        @Provides
        static Architecture boastful() {
            return new Made(List.of(), List.of(new Boastful(5)));
        }
    }

    @Experiment(name = "narrow", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class Narrow {
        private record OneMean() implements Posterior {
            @Override
            public NDArray mean(NDArray raw, NDArray logVariance, Constants constants) {
                return constants.sumOverColumns(raw);
            }

            @Override
            public NDArray logVariance(NDArray raw, Constants constants) {
                return raw;
            }
        }

        @Provides
        static Posterior narrow() {
            return new OneMean();
        }
    }

    @Experiment(name = "unrated", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class Unrated {
        @Provides
        static ScheduledRate unrated() {
            return step -> Double.NaN;
        }
    }

    /** A state that no checkpoint can hold. */
    @Experiment(name = "unsaved", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class Unsaved {
        private record Held(List<Object> things) {}

        private record Holding() implements BalancingStrategy<Held> {
            @Override
            public Held initial() {
                return new Held(new ArrayList<>(List.of(new Object())));
            }

            @Override
            public Prices prices(long step, Held state) {
                return Prices.beta(1);
            }

            @Override
            public Held next(long step, Held state, Readings readings) {
                return state;
            }
        }

        @Provides
        static BalancingStrategy<?> unsaved() {
            return new Holding();
        }
    }

    private record Source(Function<Integer, Dataset> loaded) implements DataSource {
        @Override
        public DataFacts facts() {
            return new DataFacts(64, 64, List.of(5), Optional.empty());
        }

        @Override
        public Dataset load() {
            return loaded.apply(64);
        }

        static Dataset zeros(int examples) {
            Split split = new Split(new float[5 * examples], 5, new int[0]);
            return new Dataset(split, split);
        }
    }

    @Experiment(name = "unloaded", epochs = 1)
    @LinearVae(latent = 2)
    static final class Unloaded {
        @Provides
        static DataSource unloaded() {
            return new Source(examples -> {
                throw new IllegalStateException("a table of three");
            });
        }
    }

    @Experiment(name = "missing", epochs = 1)
    @LinearVae(latent = 2)
    static final class Missing {
        @Provides
        @SuppressWarnings("NullAway") // the fault
        static DataSource missing() {
            return new Source(examples -> null);
        }
    }

    @Experiment(name = "unfitted", epochs = 1)
    @LinearVae(latent = 2)
    static final class Unfitted {
        private record Step() implements Preprocessing {
            @Override
            public int order() {
                return 0;
            }

            @Override
            public DataFacts transform(DataFacts facts) {
                return facts;
            }

            @Override
            public FittedPreprocessing fit(Split training, DataFacts facts) {
                throw new IllegalStateException("a table of three");
            }
        }

        @Provides
        static DataSource zeros() {
            return new Source(Source::zeros);
        }

        @Provides
        static Preprocessing unfitted() {
            return new Step();
        }
    }

    /** Its decoder ends with as many elements as a datum, but not flat. */
    @Experiment(name = "unflat", epochs = 1)
    @GaussianData(examples = 64)
    static final class Unflat {
        @Provides
        static Architecture unflat() {
            return new Made(List.of(), List.of(new Dense(5), new dev.equipoise.model.Reshape(List.of(1, 1, 5))));
        }
    }

    /** Its layer says nothing. */
    @Experiment(name = "silent", epochs = 1)
    @GaussianData(examples = 64)
    static final class Silent {
        @Provides
        static Architecture silent() {
            return new Made(List.of(new Boastful(0)), List.of(new Dense(5)));
        }
    }

    /** Its weight is no number. */
    @Experiment(name = "weightless", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class Weightless {
        private record Weighing() implements LossTerm {
            @Override
            public List<Measure> measures() {
                return List.of(Measure.of("odd", Grain.EXAMPLE, "nothing"));
            }

            @Override
            public List<NDArray> measure(Batch batch, VaeOutput output) {
                return List.of();
            }

            @Override
            public double weight() {
                return Double.NaN;
            }
        }

        @Provides
        static LossTerm weightless() {
            return new Weighing();
        }
    }
}
