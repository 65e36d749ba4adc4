package dev.equipoise.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.data.DataFormatException;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Split;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.Activate;
import dev.equipoise.model.Activation;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.Dense;
import dev.equipoise.model.DiagonalGaussian;
import dev.equipoise.model.Layer;
import dev.equipoise.model.Posterior;
import dev.equipoise.model.VaeLayers;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DataWarningsTest {

    private static final double OTHER_LIKELIHOOD = Double.NaN;
    private static final double GAUSSIAN_LIKELIHOOD = 0.2;
    private static final float WRONG = 666;
    private static final Dense OUT = new Dense(2);

    @Test
    void theStrategyLearnsTheSpectrumTheLatentsAndWhetherTheModelIsLinear() {
        assertThat(DataWarnings.of(plan(new Telling(), 1, List.of(OUT), 2), data(2)))
                .containsExactly("of the preprocessing", "9 and 1, 1 latent, linear: true, beta of b 1: 2.0");
        assertThat(DataWarnings.of(plan(new Telling(), 1, List.of(new Activate(Activation.RELU), OUT), 2), data(2)))
                .contains("9 and 1, 1 latent, linear: false, beta of b 1: 2.0");
    }

    @Test
    void itLearnsThemOfDataOfAnySize() {
        assertThat(DataWarnings.of(plan(new Telling(), 1, List.of(OUT), 5_000), data(5_000)))
                .contains("9 and 1, 1 latent, linear: true, beta of b 1: 2.0");
    }

    @Test
    void betaFollowsFromTheVarianceOfTheDecoderAtBetaOne() {
        assertThat(DataWarnings.of(plan(new Telling(), GAUSSIAN_LIKELIHOOD, List.of(OUT), 2), data(2)))
                .contains("9 and 1, 1 latent, linear: true, beta of b 1: 10.0");
    }

    @Test
    void ofAnotherLikelihoodItLearnsWhatCodesCanSaveInstead() {
        assertThat(DataWarnings.of(plan(new Telling(), OTHER_LIKELIHOOD, List.of(OUT), 2), data(2)))
                .containsExactly("of the preprocessing", "9 and 1, 1 latent, linear: false, codes save 4.0");
    }

    @Test
    void theScaleOfTheDataMattersToASquaredErrorAlone() {
        OpenLoop fixed = step -> Prices.beta(1);
        PreprocessedData sparse = data(200_000);

        assertThat(DataWarnings.of(plan(fixed, 1, List.of(), 200_000), sparse))
                .anySatisfy(warning -> assertThat(warning).contains("far from 1"));
        for (double likelihood : new double[] {OTHER_LIKELIHOOD, GAUSSIAN_LIKELIHOOD}) {
            assertThat(DataWarnings.of(plan(fixed, likelihood, List.of(), 200_000), sparse))
                    .containsExactly("of the preprocessing");
        }
    }

    /** The validation split is looked at too. */
    @Test
    void dataThatTheTermCannotMeasureAreRefusedWithTheirSplitAndTheTerm() {
        OpenLoop fixed = step -> Prices.beta(1);
        ExperimentPlan plan = plan(fixed, 1, List.of(), 2);
        Split sound = data(2).dataset().training();
        Split unsound = new Split(new float[] {0, WRONG}, 2, new int[0]);

        assertThatThrownBy(() -> DataWarnings.of(plan, data(unsound, sound)))
                .isInstanceOf(DataFormatException.class)
                .hasMessage("the training split for the reconstruction term Reconstruction must not be wrong");
        assertThatThrownBy(() -> DataWarnings.of(plan, data(sound, unsound)))
                .isInstanceOf(DataFormatException.class)
                .hasMessage("the validation split for the reconstruction term Reconstruction must not be wrong");
    }

    @Test
    void aStrategyThatAsksForNoSpectrumNeedsNone() {
        OpenLoop fixed = step -> Prices.beta(1);
        assertThat(DataWarnings.of(plan(fixed, 1, List.of(), 2), data(2))).containsExactly("of the preprocessing");
    }

    private static ExperimentPlan plan(
            BalancingStrategy<?> strategy, double varianceAtTwo, List<Layer> decoder, int elements) {
        Facts facts = new Facts(Optional.of(new DataFacts(4, 4, List.of(elements), Optional.empty())), 4, 10, 0);
        return new ExperimentPlan(
                DataWarningsTest.class,
                "made-by-hand",
                Map.of(),
                List.of(
                        part(BalancingStrategy.class, strategy),
                        part(Reconstruction.class, new Error(varianceAtTwo)),
                        part(Architecture.class, new Model(decoder)),
                        part(Posterior.class, new DiagonalGaussian.Clamped(20))),
                facts,
                List.of());
    }

    private static ExperimentPlan.PlannedPart part(Class<?> role, Object part) {
        return new ExperimentPlan.PlannedPart(role.getSimpleName(), role, "test", Map.of(), part);
    }

    /** Four examples with variance 9 and 1 in their first two elements. */
    private static PreprocessedData data(int elements) {
        float[] values = new float[4 * elements];
        for (int n = 0; n < 4; n++) {
            values[n * elements] = n < 2 ? -3 : 3;
            values[n * elements + 1] = n % 2 == 0 ? -1 : 1;
        }
        Split split = new Split(values, elements, new int[0]);
        return data(split, split);
    }

    private static PreprocessedData data(Split training, Split validation) {
        return new PreprocessedData(
                new Dataset(training, validation),
                new DataFacts(4, 4, List.of(training.elements()), Optional.empty()),
                List.of(),
                List.of("of the preprocessing"));
    }

    /** Says what it is told. */
    private record Telling() implements OpenLoop {
        @Override
        public Prices prices(long step) {
            return Prices.beta(1);
        }

        @Override
        public List<String> foresee(Facts facts, Supplier<LinearOptimum> optimum) {
            double[] eigenvalues = optimum.get().eigenvalues();
            return List.of(Math.round(eigenvalues[0]) + " and " + Math.round(eigenvalues[1]) + ", "
                    + optimum.get().latents() + " latent, linear: "
                    + optimum.get().exact()
                    + (optimum.get().knowsBeta()
                            ? ", beta of b 1: " + optimum.get().beta(1)
                            : ", codes save " + optimum.get().saving()));
        }
    }

    private record Model(List<Layer> decoder) implements Architecture {
        @Override
        public int latent() {
            return 1;
        }

        @Override
        public VaeLayers layers(DataFacts data) {
            assertThat(decoder).as("layers that nobody should ask for").isNotEmpty();
            return new VaeLayers(List.of(), decoder, 1);
        }
    }

    private record Error(double varianceAtTwo) implements Reconstruction {
        @Override
        public List<Measure> measures() {
            String name = varianceAtTwo == 1 ? Measure.SQUARED_ERROR : "nll";
            return List.of(Measure.of(name, Grain.EXAMPLE, "nats"));
        }

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
            return Double.isNaN(varianceAtTwo) ? OptionalDouble.empty() : OptionalDouble.of(beta / 2 * varianceAtTwo);
        }

        @Override
        public Optional<String> refused(Split split) {
            return split.values()[1] == WRONG ? Optional.of("must not be wrong") : Optional.empty();
        }

        @Override
        public double saving(Split data) {
            return data.examples();
        }
    }
}
