package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.equipoise.app.RunsHere;
import dev.equipoise.app.internal.command.ExitCodes;
import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.data.GaussianData;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.CheckpointStore;
import dev.equipoise.model.MlpVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Runs of 20 steps with a checkpoint after the tenth, on a disk that cannot read all of it again. */
class BadSectorTest {

    private static final String LATER = "poisoned.at=1000000";

    @TempDir
    Path runs;

    private RunsHere sound;

    @Experiment(name = "bad-sector", epochs = 2, batchSize = 16, seed = 5)
    @GaussianData(examples = 160)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @Checkpoint(everySteps = 5, keep = 100)
    @Poisoned
    static final class BadSector {}

    @BeforeEach
    void onPyTorch() {
        sound = new RunsHere(EngineName.PYTORCH, runs);
    }

    private RunsHere with(String sector) {
        return new RunsHere(EngineName.PYTORCH, runs, failing(new LocalDisk(), sector));
    }

    private static Disk failing(Disk disk, String sector) {
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, call, with) -> {
                    if (call.getName().equals("read") && with[0].toString().contains(sector)) {
                        throw new IOException("Input/output error");
                    }
                    try {
                        return call.invoke(disk, with);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Path interrupted() {
        return sound.run(sound.plan(BadSector.class, LATER), stop -> new StopAfter(12, stop))
                .directory();
    }

    @Test
    void aResumeGoesOnFromTheCheckpointBeforeToTheSameEndAndTellsOfIt() throws IOException {
        ExperimentPlan plan = sound.plan(BadSector.class, LATER);
        Path run = interrupted();
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Logger logger = (Logger) LoggerFactory.getLogger(CheckpointStore.class);
        logger.addAppender(logged);
        try {
            assertThat(with("step-0000000012/params.bin").resume(plan, run).exitCode())
                    .isZero();
        } finally {
            logger.detachAppender(logged);
        }

        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("the checkpoint step-0000000012 cannot be read and is skipped: "
                        + "java.io.IOException: Input/output error");
        assertThat(run.resolve("log.txt")).content().contains("resumed after 10 steps");
        assertThat(Remains.checkpoints(run)).contains("step-0000000012");
        Remains.areEqual(run, sound.run(plan).directory());
    }

    @Test
    void aRunThatFailsGoesBackToTheCheckpointBefore() {
        Witness witness = new Witness();
        RunReport report = with("step-0000000010").run(sound.plan(BadSector.class), stop -> witness);

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(witness.rollbacks).singleElement().satisfies(back -> {
            assertThat(back.from()).isEqualTo(14);
            assertThat(back.to()).isLessThan(10);
        });
    }

    @Test
    void whereNoCheckpointCanBeReadTheResumeIsRefusedAndAllStayAsTheyAre() throws IOException {
        Path run = interrupted();
        List<String> before = Remains.checkpoints(run);
        Throwable refusal = catchThrowable(() -> with("params.bin").resume(sound.plan(BadSector.class, LATER), run));

        assertThat(refusal).hasMessageContainingAll("cannot be read", "Input/output error");
        assertThat(ExitCodes.of(refusal).code()).isEqualTo(74);
        assertThat(Remains.checkpoints(run)).isEqualTo(before);
    }
}
