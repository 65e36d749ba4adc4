package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.equipoise.app.Equipoise;
import dev.equipoise.app.RunsHere;
import dev.equipoise.data.Digits;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.LinearVae;
import dev.equipoise.plan.InvalidExperimentException;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Augmentations and random preprocessing in whole runs. */
class RandomDataTest {

    @TempDir
    Path runs;

    /** So small a rate that every evaluation is that of the initial weights. */
    @Experiment(name = "still", epochs = 2, batchSize = 32, seed = 5)
    @GaussianData(examples = 128)
    @LinearVae(latent = 2)
    static final class Still {}

    @Experiment(name = "drawn-digits", epochs = 1, batchSize = 500, seed = 5)
    @Digits
    @LinearVae(latent = 2)
    static final class DrawnDigits {}

    private JsonNode summary(EngineName engine, Class<?> type, List<String> with, String... settings)
            throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        Path run = here.run(here.plan(type, with, settings)).directory();
        return JsonMapper.builder().build().readTree(run.resolve("summary.json").toFile());
    }

    private static TrainedModel model(Path run) {
        return Equipoise.load(
                DrawnDigits.class,
                run,
                TrainedModel.Which.LAST,
                new RunOptions(EngineName.PYTORCH, "cpu", run, Monitoring.onPort(0)));
    }

    @ParameterizedTest
    @EnumSource
    void trainingSeesTheChangedExamplesAndEvaluationDoesNot(EngineName engine) throws IOException {
        String still = "constantLearningRate.rate=1e-12";

        JsonNode plain = summary(engine, Still.class, List.of("constantLearningRate"), still);
        JsonNode noisy =
                summary(engine, Still.class, List.of("constantLearningRate", "noise"), still, "noise.deviation=3");

        assertThat(noisy.get("train")).isNotNull();
        assertThat(noisy.at("/train/squaredError")).isEqualTo(plain.at("/train/squaredError"));
        assertThat(noisy.at("/validation/kl")).isEqualTo(plain.at("/validation/kl"));
        // Noise of variance 9 on each element, of which two latents with initial weights reproduce little.
        assertThat(noisy.get("trainingLoss").asDouble())
                .isGreaterThan(plain.get("trainingLoss").asDouble() + 5);
        assertThat(noisy.get("dataUnitsMissing").asText()).isEqualTo("the training examples are augmented");
    }

    @Test
    void binaryDigitsAreDrawnAnewAndTheirModelTakesGreyOnes() throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        ExperimentPlan plan =
                here.plan(DrawnDigits.class, List.of("dynamicBinarize", "bernoulliNll", "shift"), "shift.pixels=1");
        Path run = here.run(plan).directory();

        try (TrainedModel model = model(run)) {
            float[] grey = Digits.Factory.source().load().validation().values(0, 1);
            assertThat(model.elements()).isEqualTo(784);
            float[] back = model.reconstruct(grey);
            for (float value : back) {
                assertThat(value).isBetween(0f, 255f);
            }
        }
    }

    @Test
    void aModelOfCutImagesTakesAndGivesWholeOnes() throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        ExperimentPlan plan = here.plan(DrawnDigits.class, List.of("crop", "scale"), "crop.height=20", "crop.width=16");
        Path run = here.run(plan).directory();

        try (TrainedModel model = model(run)) {
            assertThat(model.elements()).isEqualTo(784);
            float[] sample = model.sample(2, 1);
            assertThat(sample).hasSize(2 * 784);
            assertThat(sample[0]).as("outside of the cut").isZero();
        }
    }

    @Test
    void aSampleOfTheExamplesIsEvaluatedOnRequest() throws IOException {
        JsonNode all = summary(EngineName.PYTORCH, DrawnDigits.class, List.of("scale"));
        JsonNode some = summary(EngineName.PYTORCH, DrawnDigits.class, List.of("scale"), "evaluation.examples=700");
        JsonNode more = summary(EngineName.PYTORCH, DrawnDigits.class, List.of("scale"), "evaluation.examples=6000");

        for (String value : List.of("/train/squaredError", "/validation/kl")) {
            assertThat(some.at(value).asDouble())
                    .isNotEqualTo(all.at(value).asDouble())
                    .isCloseTo(all.at(value).asDouble(), withinPercentage(15));
            assertThat(more.at(value)).isEqualTo(all.at(value));
        }
        assertThat(some.get("trainingLoss")).as("training has all").isEqualTo(all.get("trainingLoss"));
        assertThat(some.get("verdicts")).hasSameSizeAs(all.get("verdicts"));
    }

    @Test
    void aTestSplitIsEvaluatedAtTheEndAndDecidesNothing() throws IOException {
        JsonNode without = summary(EngineName.PYTORCH, DrawnDigits.class, List.of("scale"));
        JsonNode tested =
                summary(EngineName.PYTORCH, DrawnDigits.class, List.of("scale", "testSplit"), "testSplit.share=0.25");

        assertThat(without.has("test")).isFalse();
        assertThat(tested.at("/test/squaredError").asDouble())
                .isCloseTo(tested.at("/validation/squaredError").asDouble(), withinPercentage(10))
                .isNotEqualTo(tested.at("/train/squaredError").asDouble());
        assertThat(tested.get("test")).hasSameSizeAs(tested.get("validation"));
        assertThat(tested.get("steps").asInt()).as("of 4,500 examples").isEqualTo(9);
    }

    @Test
    void twoAugmentationsOfOneOrderAreAnError() {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);

        assertThatThrownBy(
                        () -> here.plan(DrawnDigits.class, List.of("flip", "shift"), "shift.pixels=1", "shift.order=0"))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining("augmentations must have different orders, got 0 for");
    }
}
