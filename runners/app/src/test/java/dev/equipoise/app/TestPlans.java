package dev.equipoise.app;

import ai.djl.ndarray.NDArray;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.Dense;
import dev.equipoise.model.DiagonalGaussian;
import dev.equipoise.model.JointUpdate;
import dev.equipoise.model.Posterior;
import dev.equipoise.model.Procedure;
import dev.equipoise.model.VaeLayers;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.PricedSum;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.ValueRange;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Plans made by hand. */
public final class TestPlans {

    private TestPlans() {}

    /** An experiment to be found. */
    @Experiment(name = "digits")
    public static final class Digits {}

    /** Another. */
    @Experiment(name = "letters")
    public static final class Letters {}

    /** 100 training examples of 6 elements in batches of 10, one hidden layer of 5 and 2 latents, beta 2. */
    public static ExperimentPlan plan(Class<?> type, Overrides overrides) {
        OpenLoop strategy = step -> Prices.beta(2);
        return new ExperimentPlan(
                type,
                type.getSimpleName().toLowerCase(Locale.ROOT),
                Map.of(
                        "epochs",
                        new ExperimentPlan.Value(
                                20, "epochs", overrides.settings().toString())),
                List.of(
                        part("twins", DataSource.class, new Twins(), Map.of()),
                        part(
                                "tinyVae",
                                Architecture.class,
                                new TinyVae(),
                                Map.of(
                                        "hidden",
                                        new ExperimentPlan.Value(new int[] {5, 4}, "", "annotation on Digits"))),
                        part("diagonalGaussian", Posterior.class, new DiagonalGaussian.Clamped(20), Map.of()),
                        part("squaredError", Reconstruction.class, new Squares(), Map.of()),
                        part(
                                "fixedBeta",
                                BalancingStrategy.class,
                                strategy,
                                Map.of("beta", new ExperimentPlan.Value(2.0, "per nat", "--set"))),
                        part("pricedSum", Objective.class, new PricedSum.Sum(), Map.of()),
                        part("jointUpdate", Procedure.class, new JointUpdate.Joint(), Map.of())),
                new Facts(Optional.of(new Twins().facts()), 10, 20, 7),
                List.of("this plan is made by hand"));
    }

    private static ExperimentPlan.PlannedPart part(
            String key, Class<?> role, Object part, Map<String, ExperimentPlan.Value> values) {
        return new ExperimentPlan.PlannedPart(key, role, "annotation on Digits", values, part);
    }

    private record TinyVae() implements Architecture {

        @Override
        public int latent() {
            return 2;
        }

        @Override
        public VaeLayers layers(DataFacts data) {
            return new VaeLayers(List.of(new Dense(5)), List.of(new Dense(5), new Dense(data.elements())), 2);
        }
    }

    private record Twins() implements DataSource {

        @Override
        public DataFacts facts() {
            return new DataFacts(100, 20, List.of(1, 2, 3), Optional.of(new ValueRange(0, 1)));
        }

        @Override
        public Dataset load() {
            throw new UnsupportedOperationException("described only");
        }
    }

    private record Squares() implements Reconstruction {

        @Override
        public List<Measure> measures() {
            return List.of(Measure.of(Measure.SQUARED_ERROR, Grain.EXAMPLE, "squared error"));
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            throw new UnsupportedOperationException("described only");
        }

        @Override
        public NDArray prediction(NDArray decoded, Constants constants) {
            return decoded;
        }

        @Override
        public OptionalDouble decoderVariance(double beta) {
            return OptionalDouble.of(beta / 2);
        }
    }
}
