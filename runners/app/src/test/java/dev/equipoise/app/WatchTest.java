package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.internal.watch.RunScreen;
import dev.equipoise.app.internal.watch.WatchedRun;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.model.LinearVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What `watch` shows of the files of a run that goes on, that stands still, and that has ended. */
class WatchTest {

    private static final String PLAN = """
            {"experiment": "digits", "facts": {"epochs": 20, "totalSteps": 940}}""";
    private static final String HEADER =
            "kind,phase,step,epoch,squared_error,kl_nats,beta,learning_rate,active_units,seconds\n";

    @Experiment(name = "watched", epochs = 4, batchSize = 64, seed = 3)
    @GaussianData(examples = 1_024)
    @LinearVae(latent = 3)
    static final class Watched {}

    @TempDir
    private Path runs;

    private final FakeApplication application = new FakeApplication();
    private Path run = Path.of("");

    @BeforeEach
    void aRun() throws IOException {
        run = Files.createDirectories(runs.resolve("digits").resolve("20260102-030000-aaaa"));
        Files.writeString(run.resolve("plan.json"), PLAN);
    }

    @Test
    void aRunThatGoesOnShowsWhereItStandsItsCurvesAndTheTimeLeft() throws IOException {
        metrics(
                Duration.ofSeconds(2),
                HEADER.replace("\n", ",seconds_left\n") + "step,train,10,1,500,2.5,0,0.001,,1,40\n"
                        + "step,train,235,5,300,20,1,0.001,,30,93\n"
                        + "epoch,validation,235,5,310,19,,,16,31,90\n" + "step,train,240,6,1e9");

        assertThat(watch())
                .containsExactly(
                        "digits  " + run,
                        "running; epoch 5/20, step 235 of 940, 1:30 left",
                        "  squared error       500  #_                                  300  per example",
                        "  KL                  2.5  _#                                   20  nats",
                        "  beta                  0  _#                                    1",
                        "  learning rate     0.001  ~~                                0.001",
                        "  active units         16  ~                                    16  validation");
    }

    @Test
    void whatFurtherTermsMeasureHasACurveToo() throws IOException {
        metrics(
                Duration.ofSeconds(2),
                HEADER.replace("\n", ",terms\n")
                        + "step,train,10,1,500,2.5,0,0.001,,1,lateness=0.5 lateness.critic=0.7\n"
                        + "step,train,20,1,400,2.5,0,0.001,,1,lateness=0.25 lateness.critic=0.6\n");

        assertThat(watch())
                .anyMatch(line -> line.matches(" {2}lateness +0.50* .* 0.250*"))
                .anyMatch(line -> line.matches(" {2}lateness.critic +0.70* .* 0.60*"));
    }

    @Test
    void theFilesOfAnOlderVersionTellNoTimeLeft() throws IOException {
        metrics(Duration.ofSeconds(2), HEADER + "step,train,10,1,500,2.5,0,0.001,,1\n");

        assertThat(watch().get(1)).isEqualTo("running; epoch 1/20, step 10 of 940");
    }

    @Test
    void aRunWhoseFilesStandStillSaysSo() throws IOException {
        metrics(Duration.ofMinutes(3), HEADER + "step,train,10,1,500,2.5,0,0.001,,1\n");

        assertThat(watch().get(1)).isEqualTo("no news for 3:00 (has its process ended?); epoch 1/20, step 10 of 940");
    }

    @Test
    void aRunThatHasMeasuredNothingYetIsNoMistake() throws IOException {
        metrics(Duration.ofSeconds(1), "");
        assertThat(watch().get(1)).isEqualTo("running; no step measured yet");
        Files.delete(run.resolve("metrics.csv"));
        Files.setLastModifiedTime(run.resolve("plan.json"), FileTime.from(application.now));
        assertThat(watch().get(1)).isEqualTo("running; no step measured yet");
    }

    @Test
    void anEndIsToldWithItsReasonAndNothingSteersTheTerminal() throws IOException {
        metrics(Duration.ofDays(3), HEADER + "step,train,10,1,NaN,2.5,0,0.001,,1\n");
        Files.writeString(run.resolve("summary.json"), """
                {"status": "diverged", "reason": "the \\u001b[2Jloss", "epochs": 0, "steps": 13}""");

        assertThat(watch().get(1)).isEqualTo("diverged after 0/20 epochs, step 13 of 940: the ?[2Jloss");
        assertThat(watch()).noneMatch(line -> line.contains("squared error"));
    }

    @Test
    void aFolderOfRunsShowsTheNewestAndAnyOtherIsAMistakeOfUsage() throws IOException {
        metrics(Duration.ofMinutes(9), HEADER);
        Path older = run;
        run = Files.createDirectories(runs.resolve("digits").resolve("20260102-040000-bbbb"));
        Files.writeString(run.resolve("plan.json"), PLAN);
        metrics(Duration.ofMinutes(1), HEADER);

        assertThat(application.execute("watch", runs.toString())).isZero();
        assertThat(application.terminal.out()).contains("20260102-040000-bbbb").doesNotContain(older.toString());
        assertThat(application.execute("watch", runs.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(application.terminal.err()).contains("DIR must be the directory of a run");
    }

    @Test
    void aNarrowTerminalLosesTheUnitsAndNoWordOfTheRest() throws IOException {
        metrics(
                Duration.ofSeconds(2),
                HEADER + "step,train,10,1,500,2.5,0,0.001,,1\n" + "step,train,235,5,300,20,1,0.001,,30\n");
        Files.writeString(run.resolve("summary.json"), """
                {"status": "stopped", "reason": "validation is no better than 20 epochs ago", "epochs": 5, "steps": 235}""");

        List<String> narrow = lines(40);
        assertThat(narrow).allMatch(line -> line.length() < 40);
        assertThat(String.join("", narrow)).contains(run.toString());
        assertThat(String.join(" ", narrow))
                .contains("stopped after 5/20 epochs, step 235 of 940: validation is no better than 20 epochs ago");
        assertThat(narrow).anyMatch(line -> line.matches(" {2}squared error █▁ {18}300"));
        assertThat(lines(24)).allMatch(line -> line.length() < 24);
    }

    private List<String> lines(int columns) throws IOException {
        return new RunScreen(WatchedRun.read(run, application.now), application.terminal.interactive(columns)).lines();
    }

    @Test
    void aRealRunCanBeWatchedFromTheFilesThatItLeft() {
        RunReport report = Equipoise.run(
                Watched.class,
                new Overrides(List.of(), List.of(), Set.of(), false),
                new RunOptions(EngineName.PYTORCH, "cpu", runs, Monitoring.onPort(0)));
        run = report.directory();

        List<String> lines = watch();
        assertThat(lines.get(1)).startsWith("completed after 4/4 epochs, step 64 of 64");
        assertThat(lines)
                .anyMatch(line -> line.matches(" {2}squared error .*per example"))
                .anyMatch(line -> line.matches(" {2}KL .*nats"))
                .anyMatch(line -> line.matches(" {2}beta .* 1"))
                .anyMatch(line -> line.matches(" {2}active units .* [0-3] {2}validation"));
    }

    private List<String> watch() {
        application.terminal.clear();
        assertThat(application.execute("watch", run.toString())).isZero();
        return application.terminal.out().lines().toList();
    }

    private void metrics(Duration ago, String text) throws IOException {
        Path file = Files.writeString(run.resolve("metrics.csv"), text);
        Files.setLastModifiedTime(file, FileTime.from(application.now.minus(ago)));
    }
}
