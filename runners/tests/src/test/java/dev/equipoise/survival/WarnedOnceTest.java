package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.app.RunsHere;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.LinearVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunWarned;
import dev.equipoise.schedules.ConstantLearningRate;
import dev.equipoise.schedules.FixedBeta;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose latents are ignored from epoch 32 on says so once, whatever its resumes, and its summary remembers it. */
class WarnedOnceTest {

    private static final String COLLAPSED = "the posterior collapsed: ";

    @TempDir
    Path runs;

    private final List<RunWarned> warnings = new ArrayList<>();
    private RunsHere here;

    @Experiment(name = "ignoring", epochs = 36, batchSize = 64, seed = 7)
    @GaussianData(examples = 1024)
    @LinearVae(latent = 5)
    @ConstantLearningRate(rate = 1e-9)
    @FixedBeta
    static final class Ignoring {}

    private RunListener hearing() {
        return new RunListener() {
            @Override
            public void warned(RunWarned event) {
                warnings.add(event);
            }
        };
    }

    @BeforeEach
    void onPyTorch() {
        here = new RunsHere(EngineName.PYTORCH, runs);
    }

    private Path interrupted(ExperimentPlan plan, long steps) {
        return here.run(plan, stop -> new StopAfter(steps, stop)).directory();
    }

    private List<String> warningsIn(RunReport report) throws IOException {
        List<String> texts = new ArrayList<>();
        for (JsonNode warning : new ObjectMapper()
                .readTree(report.directory().resolve("summary.json").toFile())
                .get("warnings")) {
            texts.add(warning.textValue());
        }
        return texts;
    }

    @Test
    void aResumeAfterTheWarningDoesNotRepeatItAndTheSummaryHasItStill() throws IOException {
        ExperimentPlan plan = here.plan(Ignoring.class);
        Path run = interrupted(plan, 16 * 33 + 5);

        RunReport report = here.resume(plan, run, stop -> hearing());

        assertThat(report.steps()).isEqualTo(16 * 36);
        assertThat(warnings).isEmpty();
        assertThat(run.resolve("log.txt")).content().containsOnlyOnce(" warning: " + COLLAPSED);
        assertThat(warningsIn(report)).singleElement().asString().startsWith(COLLAPSED);
    }

    @Test
    void aResumeBeforeTheWarningGivesIt() throws IOException {
        ExperimentPlan plan = here.plan(Ignoring.class);
        Path run = interrupted(plan, 16 * 31 + 5);

        RunReport report = here.resume(plan, run, stop -> hearing());

        assertThat(warnings).singleElement().satisfies(warning -> {
            assertThat(warning.steps()).isEqualTo(16 * 32);
            assertThat(warning.text()).startsWith(COLLAPSED);
        });
        assertThat(warningsIn(report)).containsExactly(warnings.get(0).text());
    }

    @Test
    void aRunThatHasBecomeAnotherByAnAcceptedChangeIsWarnedAgain() throws IOException {
        Path run = interrupted(here.plan(Ignoring.class), 16 * 33 + 5);

        RunReport report = here.resume(
                here.plan(Ignoring.class, "fixedBeta.beta=0.5"), run, Set.of("fixedBeta.beta"), stop -> hearing());

        assertThat(warnings).hasSize(1);
        assertThat(warningsIn(report)).hasSize(1);
    }
}
