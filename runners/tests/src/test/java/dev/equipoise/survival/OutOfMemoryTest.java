package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.RunsHere;
import dev.equipoise.app.internal.findlr.LossCurve;
import dev.equipoise.app.internal.findlr.RangeTestPlan;
import dev.equipoise.app.internal.findlr.RateSweep;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.LinearVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A lack of memory that smaller batches do not mend is told apart from other failures, and costs no step. */
class OutOfMemoryTest {

    @TempDir
    Path runs;

    @Experiment(name = "starving", epochs = 2, batchSize = 16)
    @GaussianData(examples = 160)
    @LinearVae(latent = 2)
    @Starving
    static final class Starved {}

    @ParameterizedTest
    @EnumSource
    void aRunThatFindsNoMemoryEndsWithItsOwnCodeAndAdviceAndTheEngineGoesOn(Starving.Lack lack) throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        RunReport report = here.run(here.plan(Starved.class, "starving.lack=" + lack, "starving.separable=false"));

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.exitCode()).isEqualTo(71);
        assertThat(report.steps()).isEqualTo(3);
        assertThat(report.reason())
                .get()
                .asString()
                .containsPattern(lack.words)
                .contains("out of memory", lack.advice, "a resume continues");
        assertThat(report.directory().resolve("summary.json")).content().contains("\"failed\"", "out of memory");
        assertThat(Remains.checkpoints(report.directory()))
                .as("the run is saved as it was before the step that found no memory")
                .containsExactly("step-0000000000", "step-0000000003");
    }

    @Test
    void aRunThatTakesNoCheckpointsIsNotSaidToGoOn() {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        RateSweep sweep = new RateSweep(1e-6, 1e-3, 50);
        ExperimentPlan starved = here.plan(Starved.class, "starving.separable=false");
        RunReport report = here.run(RangeTestPlan.of(starved, sweep, new LossCurve(sweep)));

        assertThat(report.exitCode()).isEqualTo(71);
        assertThat(report.reason())
                .get()
                .asString()
                .contains("out of memory", "experiment.batchSize")
                .doesNotContain("resume");
    }

    @ParameterizedTest
    @EnumSource
    void whatWasSavedGoesOnWhereMemoryIsFound(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        ExperimentPlan roomy = here.plan(Starved.class, "starving.room=16");
        Path uninterrupted = here.run(roomy).directory();
        Path starved = here.run(here.plan(Starved.class, "starving.room=3")).directory();

        here.resume(roomy, starved, Set.of("starving.room"));
        Remains.areEqual(starved, uninterrupted);
    }

    /** What has another loss over halves of a batch is not taken in halves, and neither are halves of halves. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    starving      | starving.separable=false | starved' is not known to be separable over examples
                    capacity      | capacity.nats=1          | kl' is priced by its mean over the batch
                    freeBits      | freeBits.nats=0.1        | kl' is priced by its mean over the batch
                    freeBits      | freeBits.nats=0.1 freeBits.kind=TOTAL | kl' is priced by its mean over the batch
                    sigmaVae      |                          | squaredError' is priced by its mean over the batch
                    factorVae     | factorVae.hidden=4       | totalCorrelation' is not known to be separable
                    starving      | starving.room=7          | halves of a batch found no memory
                    starving      | starving.lack=HEAP       | EQUIPOISE_JAVA_OPTS=-Xmx8g
                    """)
    void theReasonSaysWhyNothingMoreWasTried(String part, String settings, String reason) {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        String[] all = settings == null ? new String[0] : settings.split(" ");
        List<String> with = part.equals("starving") ? List.of() : List.of(part);
        RunReport report = here.run(here.plan(Starved.class, with, all));

        assertThat(report.exitCode()).isEqualTo(71);
        assertThat(report.reason()).get().asString().contains(reason);
        assertThat(report.microBatches()).isEqualTo(1);
    }
}
