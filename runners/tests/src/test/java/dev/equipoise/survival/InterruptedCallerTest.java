package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.equipoise.app.RunsHere;
import dev.equipoise.disk.DirectoryInUseException;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.engine.EngineThread;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.files.RunLock;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StepFinished;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run whose caller is interrupted while it trains, as by a pool that is shut down or by a test's timeout. */
@Timeout(120)
class InterruptedCallerTest {

    @TempDir
    Path runs;

    private RunsHere here;
    private ExperimentPlan plan;

    @BeforeEach
    void onPyTorch() {
        here = new RunsHere(EngineName.PYTORCH, runs);
        plan = here.plan(Marathon.class, "experiment.epochs=2");
    }

    /** Holds the run up at its 57th step. An interrupt of the run's thread would not end that, and be there afterwards. */
    private static final class Held implements RunListener {

        private final CountDownLatch there = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final List<String> told = new ArrayList<>();
        private Path directory = Path.of("");

        @Override
        public void started(RunStarted event) {
            directory = event.directory();
        }

        @Override
        public void stepFinished(StepFinished event) {
            if (event.step() + 1 == 57) {
                there.countDown();
                while (goOn.getCount() > 0) {
                    Thread.onSpinWait();
                }
            }
        }

        /** Waits for the run, interrupts its caller, and waits for the end of that. */
        void interrupt(Runnable run) throws InterruptedException {
            Thread caller = new Thread(run);
            caller.setUncaughtExceptionHandler(
                    (thread, thrown) -> told.add(thread.isInterrupted() + " " + thrown.getMessage()));
            caller.start();
            there.await();
            caller.interrupt();
            caller.join();
        }

        void toItsEnd() {
            goOn.countDown();
            EngineThread.call(() -> "the run has ended");
        }
    }

    @Test
    void itEndsAsTerminatedWithAllItsFilesAndGoesOn() throws IOException, InterruptedException {
        Held held = new Held();
        held.interrupt(() -> here.run(plan, stop -> held));
        held.toItsEnd();

        assertThat(held.told)
                .containsExactly("true interrupted while waiting for the engine's thread: if the run has begun, it"
                        + " saves a checkpoint at its next step, if it takes any, and ends as terminated");
        assertThat(held.directory.resolve("summary.json")).content().contains("\"terminated\"", "\"steps\" : 57,");
        assertThat(held.directory.resolve("log.txt")).content().contains("checkpoint of 57 steps (terminated)");
        // The header, the steps 10 to 50 and the two of the first epoch.
        assertThat(Remains.of(held.directory).get("metrics.csv")).hasSize(1 + 5 + 2);

        RunReport resumed = here.resume(plan, held.directory);
        assertThat(resumed.status()).isEqualTo(RunStatus.COMPLETED);
        Remains.areEqual(held.directory, here.run(plan).directory());
    }

    @Test
    void aResumedOneKeepsItsDirectoryUntilItsEnd() throws InterruptedException {
        Path run = here.run(plan, stop -> new StopAfter(7, stop)).directory();
        Held held = new Held();
        held.interrupt(() -> here.resume(plan, run, stop -> held));
        try {
            assertThatExceptionOfType(DirectoryInUseException.class)
                    .as("at once, though the engine's thread is busy")
                    .isThrownBy(() -> here.resume(plan, run));
        } finally {
            held.toItsEnd();
        }
        RunLock.take(new LocalDisk(), run, Clock.systemUTC()).close();
    }
}
