package dev.equipoise.truth;

import ai.djl.ndarray.NDArray;
import com.google.inject.Provides;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.LinearVae;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Critic;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.VaeOutput;
import java.util.List;
import java.util.Optional;

/** Experiments of 64 examples and 2 latents, each with a critic that gives what it must not, or fails. */
final class MisfitCritics {

    private MisfitCritics() {}

    /** A critic without a fault. */
    private static class Sound implements Critic {
        @Override
        public List<Integer> hidden() {
            return List.of(3);
        }

        @Override
        public double learningRate() {
            return 1e-3;
        }

        @Override
        public double beta1() {
            return 0.5;
        }

        @Override
        public double beta2() {
            return 0.9;
        }

        @Override
        public float[] others(float[] latents, int columns, long seed, long stream, long step) {
            return latents.clone();
        }

        @Override
        public NDArray loss(NDArray ofBatch, NDArray ofOthers, Constants constants) {
            return constants.meanOverRows(ofOthers.sub(ofBatch));
        }
    }

    private record Judged(Critic judge) implements LossTerm {
        @Override
        public List<Measure> measures() {
            return List.of(Measure.of("odd", Grain.EXAMPLE, "nothing"));
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            return List.of(batch.logits(this, output.latent()));
        }

        @Override
        public Optional<Critic> critic() {
            return Optional.of(judge);
        }
    }

    @Experiment(name = "sound", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class Faultless {
        @Provides
        static LossTerm judged() {
            return new Judged(new Sound());
        }
    }

    @Experiment(name = "unreduced", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class Unreduced {
        @Provides
        static LossTerm judged() {
            return new Judged(new Sound() {
                @Override
                public NDArray loss(NDArray ofBatch, NDArray ofOthers, Constants constants) {
                    return ofOthers.sub(ofBatch);
                }
            });
        }
    }

    @Experiment(name = "lossless", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class Lossless {
        @Provides
        static LossTerm judged() {
            return new Judged(new Sound() {
                @Override
                public NDArray loss(NDArray ofBatch, NDArray ofOthers, Constants constants) {
                    throw new IllegalStateException("a table of three");
                }
            });
        }
    }

    @Experiment(name = "few-others", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class FewOthers {
        @Provides
        static LossTerm judged() {
            return new Judged(new Sound() {
                @Override
                public float[] others(float[] latents, int columns, long seed, long stream, long step) {
                    return new float[columns];
                }
            });
        }
    }

    @Experiment(name = "wide-logits", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class WideLatents {
        @Provides
        static LossTerm wide() {
            return new Other();
        }

        /** Asks its critic about the data, which has 5 elements and not 2. */
        private record Other() implements LossTerm {
            @Override
            public List<Measure> measures() {
                return List.of(Measure.of("odd", Grain.EXAMPLE, "nothing"));
            }

            @Override
            public List<NDArray> measure(Batch batch, VaeOutput output) {
                return List.of(batch.logits(this, batch.data()));
            }

            @Override
            public Optional<Critic> critic() {
                return Optional.of(new Sound());
            }
        }
    }

    @Experiment(name = "unrated-critic", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class Unrated {
        @Provides
        static LossTerm judged() {
            return new Judged(new Sound() {
                @Override
                public double learningRate() {
                    return Double.NaN;
                }
            });
        }
    }

    @Experiment(name = "undecayed", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class Undecayed {
        @Provides
        static LossTerm judged() {
            return new Judged(new Sound() {
                @Override
                public double beta2() {
                    return 1;
                }
            });
        }
    }

    @Experiment(name = "unlayered", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class Unlayered {
        @Provides
        static LossTerm judged() {
            return new Judged(new Sound() {
                @Override
                public List<Integer> hidden() {
                    return List.of(3, 0);
                }
            });
        }
    }
}
