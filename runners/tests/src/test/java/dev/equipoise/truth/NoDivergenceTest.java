package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.Equipoise;
import dev.equipoise.data.Digits;
import dev.equipoise.data.GaussianData;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.model.LinearVae;
import dev.equipoise.model.MlpVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.schedules.ConstantLearningRate;
import dev.equipoise.stopping.StopOnDivergence;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sound runs, whatever moves in them, are not taken for diverging. */
@Tag("slow")
class NoDivergenceTest {

    @TempDir
    Path runs;

    /** Batches of a quarter of the data: little noise, so that a rise would show. */
    @Experiment(name = "sound-toy", epochs = 300, batchSize = 256, seed = 7)
    @GaussianData(examples = 1024)
    @LinearVae(latent = 3)
    @ConstantLearningRate(rate = 1e-2)
    @StopOnDivergence
    static final class Toy {}

    @Experiment(name = "sound-digits", epochs = 10, batchSize = 64, seed = 7)
    @Digits
    @Standardize
    @MlpVae(hidden = 200, latent = 16)
    @StopOnDivergence
    static final class Pictures {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fixedBeta",
                "linearAnnealing linearAnnealing.steps=300 linearAnnealing.beta=4",
                "linearAnnealing linearAnnealing.initial=16 linearAnnealing.steps=600",
                "cyclicalAnnealing cyclicalAnnealing.beta=2",
                "stepAnnealing stepAnnealing.betas=0.01,8,0.1,1 stepAnnealing.at=200,500,800",
                "klTarget klTarget.nats=2",
                "geco geco.squaredError=2",
                "capacity capacity.nats=3 capacity.gamma=3",
                "sigmaVae",
                "sigmaVae sigmaVae.kind=PER_IMAGE",
                "computedGamma",
                "freeBits freeBits.nats=1",
                "cosineWarmRestarts cosineWarmRestarts.cycleSteps=200",
                "triangularLearningRate triangularLearningRate.cycleSteps=100",
                "oneCycle"
            })
    void onSmallDataWithLittleNoise(String parts) {
        completes(Toy.class, parts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fixedBeta",
                "constantLearningRate constantLearningRate.rate=0.02",
                "cyclicalAnnealing triangularLearningRate triangularLearningRate.inPhase=true",
                "stepAnnealing stepAnnealing.betas=0,8,0.1,1 stepAnnealing.at=200,500,700",
                "klTarget klTarget.nats=10",
                "geco geco.squaredError=200",
                "capacity capacity.nats=20",
                "sigmaVae",
                "freeBits freeBits.nats=0.5 cosineWarmRestarts"
            })
    void onPictures(String parts) {
        completes(Pictures.class, parts);
    }

    /** At a rate of 0.02 the same run is sound; at this one its KL goes to a million nats, and all stays finite. */
    @Test
    void theControlThatARateFarTooHighIsOne() {
        RunReport report = run(Pictures.class, "constantLearningRate constantLearningRate.rate=0.05");

        assertThat(report.status()).isEqualTo(RunStatus.STOPPED);
        assertThat(report.reason()).get().asString().startsWith("training diverged: ");
    }

    private void completes(Class<?> experiment, String parts) {
        RunReport report = run(experiment, parts);

        assertThat(report.status()).as(report.reason().orElse("")).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.reason().orElse("")).doesNotContain("diverged");
    }

    private RunReport run(Class<?> experiment, String parts) {
        List<String> words = Arrays.asList(parts.split(" "));
        List<String> with = words.stream().filter(word -> !word.contains("=")).toList();
        List<Setting> settings = words.stream()
                .filter(word -> word.contains("="))
                .map(word -> word.split("=", 2))
                .map(pair -> new Setting(pair[0], pair[1], "test"))
                .toList();
        return Equipoise.run(
                experiment,
                new Overrides(settings, with, Set.of(), false),
                new RunOptions(EngineName.PYTORCH, "cpu", runs, Monitoring.onPort(0)));
    }
}
