package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.app.RunsHere;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.losses.BetaTcVae;
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

/** A run warns of a thing once, such as of latents that are ignored from epoch 32 on, whatever its resumes, and its summary remembers it. */
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

    /** KL is far above the ln 16 − 2 nats that its batches show. */
    @Experiment(name = "estimating", epochs = 4, batchSize = 16, seed = 7)
    @GaussianData(examples = 128)
    @LinearVae(latent = 5)
    @ConstantLearningRate(rate = 1e-2)
    @FixedBeta(beta = 0.1)
    @BetaTcVae
    static final class Estimating {}

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
    void aDivergenceWarnsOfReadingsThatItCannotBeTrustedAt() throws IOException {
        ExperimentPlan plan = here.plan(Estimating.class);
        Path run = interrupted(plan, 8 * 2 + 5);
        RunReport report = here.resume(plan, run, stop -> hearing());

        assertThat(plan.warnings()).noneMatch(warning -> warning.contains("batches of 16"));
        assertThat(warnings).isEmpty();
        assertThat(run.resolve("log.txt")).content().containsOnlyOnce("warning: batches of 16 examples");
        assertThat(warningsIn(report))
                .filteredOn(text -> text.contains("ln 16 - 2 = 0.8"))
                .hasSize(1);
    }

    @Test
    void whatADivergenceKnowsBeforeTheRunIsInThePlanAndNotRepeated() throws IOException {
        ExperimentPlan plan = here.plan(Estimating.class, "experiment.batchSize=4");
        RunReport report = here.run(plan, stop -> hearing());

        assertThat(plan.warnings())
                .filteredOn(text -> text.startsWith("batches of 4 examples"))
                .hasSize(1);
        assertThat(warnings).isEmpty();
        assertThat(warningsIn(report))
                .filteredOn(text -> text.startsWith("batches of 4"))
                .isEmpty();
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
