package dev.equipoise.local.internal.checkpoint;

import static dev.equipoise.local.internal.checkpoint.Checkpoints.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.equipoise.checkpoint.Checkpoint.Settings;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.disk.ForwardingDisk;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.local.internal.checkpoint.RunCheckpoints.Standing;
import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.RunListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunCheckpointsTest {

    private final List<String> heard = new ArrayList<>();

    private final RunListener listener = new RunListener() {

        @Override
        public void checkpointing() {
            hear("taken");
        }

        @Override
        public void checkpointSaved(CheckpointSaved event) {
            hear("saved " + event.steps() + " (" + event.reason() + ")");
        }

        @Override
        public void checkpointFailed(CheckpointFailed event) {
            hear("failed " + event.steps());
        }

        private void hear(String event) {
            heard.add(event + " on " + Thread.currentThread().getName());
        }
    };

    @TempDir
    Path run;

    private final FullDisk disk = new FullDisk();
    private RunCheckpoints checkpoints;

    private static final class FullDisk extends ForwardingDisk {
        boolean full;

        FullDisk() {
            super(new LocalDisk());
        }

        @Override
        protected void before(String call, Path path) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
        }
    }

    @BeforeEach
    void begin() {
        begin(0);
    }

    private void bear(int maxConsecutiveFailures) {
        checkpoints.close();
        begin(maxConsecutiveFailures);
    }

    private void begin(int maxConsecutiveFailures) {
        begin(new Settings(10, 0, 2, maxConsecutiveFailures));
    }

    private void begin(Settings settings) {
        checkpoints = new RunCheckpoints(
                settings, Checkpoints.store(disk, run), "run", Map.of(), listener, Checkpoints.CLOCK, () -> 0);
    }

    private void resume() throws IOException {
        checkpoints.close();
        begin();
        CheckpointInfo newest =
                Checkpoints.store(disk, run).newest(saved -> {}).orElseThrow().info();
        checkpoints.goneTo(newest);
    }

    @AfterEach
    void end() {
        checkpoints.close();
    }

    private static Standing at(long steps, int epoch) {
        return new Standing(steps, epoch, 0, 0, 0, true);
    }

    private void save(Standing here, Optional<Merit> validation) {
        save(here, CheckpointSaved.Reason.INTERVAL, validation);
    }

    private void save(Standing here, CheckpointSaved.Reason reason, Optional<Merit> validation) {
        checkpoints.save(snapshot(here.steps()), here, reason, validation);
        checkpoints.await();
    }

    private Optional<Long> best() throws IOException {
        return Checkpoints.store(disk, run).peekBest().map(saved -> saved.info().steps());
    }

    @Test
    void theRunsListenerHearsOnItsThreadWhatBecomesOfEach() {
        save(at(10, 1), Optional.empty());
        disk.full = true;
        save(at(20, 2), CheckpointSaved.Reason.BEST, Optional.empty());
        disk.full = false;
        checkpoints.save(unfit(), at(30, 3), CheckpointSaved.Reason.END, Optional.empty());

        String here = " on " + Thread.currentThread().getName();
        assertThat(heard)
                .containsExactly(
                        "taken" + here,
                        "saved 10 (interval)" + here,
                        "taken" + here,
                        "failed 20" + here,
                        "failed 30" + here);
    }

    private static Snapshot unfit() {
        Tensor none = new Tensor(new long[] {1}, new float[] {Float.NaN});
        return new Snapshot(
                Map.of("none", none), Map.of(), Map.of(), snapshot(10).state());
    }

    @Test
    void whatARunWasResumedFromIsNotTakenAgainUntilAStepOrAnEpochHasEnded() throws IOException {
        save(at(20, 2), Optional.of(new Merit(true, -3)));
        resume();

        assertThat(checkpoints.taken(at(20, 2))).isTrue();
        assertThat(checkpoints.taken(at(21, 2))).isFalse();
        assertThat(checkpoints.taken(at(20, 3))).as("the epoch has ended since").isFalse();
        assertThat(best()).contains(20L);
    }

    @Test
    void theStepsBetweenTwoCheckpointsAreCountedFromTheOneThatARunWasResumedFrom() throws IOException {
        save(at(25, 2), Optional.empty());
        resume();

        assertThat(checkpoints.due(26)).isFalse();
        assertThat(checkpoints.due(29)).isFalse();
        assertThat(checkpoints.due(30)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"TERMINATED", "MEMORY"})
    void aCheckpointOfAnInterruptionIsNoneToGoBackTo(CheckpointSaved.Reason reason) throws IOException {
        save(at(20, 2), Optional.empty());
        save(at(25, 2), reason, Optional.empty());
        resume();

        assertThat(newest().steps()).isEqualTo(25);
        assertThat(checkpoints.lastGood()).map(saved -> saved.info().steps()).contains(20L);
        assertThat(newest().steps()).isEqualTo(20);
    }

    @ParameterizedTest
    @EnumSource(names = {"TERMINATED", "MEMORY"})
    void itIsOneWhereMinutesAloneSayWhenCheckpointsAreDue(CheckpointSaved.Reason reason) throws IOException {
        checkpoints.close();
        begin(new Settings(0, 60, 2, 0));
        save(at(20, 2), Optional.empty());
        save(at(25, 2), reason, Optional.empty());

        assertThat(checkpoints.lastGood()).map(saved -> saved.info().steps()).contains(25L);
    }

    @Test
    void noRunGoesBackBehindAnAcceptedChangeThoughThatFollowedASpike() throws IOException {
        save(at(20, 2), Optional.empty());
        save(new Standing(25, 2, 0, 0, 0, false), CheckpointSaved.Reason.ACCEPTED, Optional.empty());

        assertThat(checkpoints.lastGood()).map(saved -> saved.info().steps()).contains(25L);
    }

    @Test
    void whatIsDueWhereARunWasInterruptedAtAnEpochsEndIsDueOnceItGoesOn() throws IOException {
        save(at(20, 2), Optional.empty());
        save(at(30, 2), CheckpointSaved.Reason.TERMINATED, Optional.empty());
        resume();
        assertThat(checkpoints.due(30)).isTrue();

        save(at(30, 3), CheckpointSaved.Reason.INTERVAL, Optional.empty());
        assertThat(checkpoints.due(39)).isFalse();
        assertThat(checkpoints.due(40)).isTrue();
    }

    private CheckpointInfo newest() throws IOException {
        return Checkpoints.store(disk, run).peekNewest().orElseThrow().info();
    }

    @Test
    void aCheckpointNamesTheOneOnDiskFromWhichTheRunCame() throws IOException {
        save(at(10, 1), Optional.empty());
        assertThat(newest().parent()).isEmpty();
        save(at(20, 2), Optional.empty());
        assertThat(newest().parent()).hasValue(10);
        disk.full = true;
        save(at(30, 3), Optional.empty());
        disk.full = false;
        save(at(40, 4), Optional.empty());
        assertThat(newest().parent()).as("that of 30 was lost").hasValue(20);

        resume();
        save(new Standing(45, 4, 5, 2, 0, true), Optional.empty());
        assertThat(newest().parent()).as("the one that it was resumed from").hasValue(40);
        assertThat(newest().place()).isEqualTo(5);
        assertThat(newest().rollbacks()).isEqualTo(2);
    }

    @Test
    void whereTheBestCannotBeWrittenTheNextOfTheSameParametersIsTheBest() throws IOException {
        save(at(10, 1), Optional.of(new Merit(true, -5)));
        disk.full = true;
        save(at(20, 2), Optional.of(new Merit(true, -3)));
        disk.full = false;
        assertThat(checkpoints.taken(at(20, 2))).isFalse();
        save(at(20, 2), Optional.empty());

        assertThat(best()).contains(20L);
        assertThat(checkpoints.isBest(new Merit(true, -4))).isFalse();
    }

    @Test
    void whereTheBestIsLostTheNextThatIsBetterThanThoseOnDiskIsTheBest() throws IOException {
        save(at(10, 1), Optional.of(new Merit(true, -5)));
        disk.full = true;
        save(at(20, 2), Optional.of(new Merit(true, -3)));
        disk.full = false;
        save(at(21, 2), Optional.empty());

        assertThat(best()).as("its parameters are gone").contains(10L);
        assertThat(checkpoints.isBest(new Merit(true, -6))).isFalse();
        assertThat(checkpoints.isBest(new Merit(true, -4))).isTrue();
        resume();
        assertThat(checkpoints.isBest(new Merit(true, -6))).isFalse();
        assertThat(checkpoints.isBest(new Merit(true, -4))).isTrue();
    }

    @Test
    void whoGoesBackToACheckpointOnDiskHasLostNone() throws IOException {
        save(at(10, 1), Optional.empty());
        disk.full = true;
        save(at(20, 2), Optional.empty());
        disk.full = false;
        assertThat(checkpoints.failure()).isPresent();

        assertThat(checkpoints.lastGood()).isPresent();
        assertThat(checkpoints.failure()).isEmpty();
    }

    private void fail(int times) {
        disk.full = true;
        for (int i = 0; i < times; i++) {
            save(at(20 + i, 2), Optional.empty());
        }
        disk.full = false;
    }

    @Test
    void asManyFailuresInARowAsTheRunBearsEndIt() {
        bear(3);
        fail(2);
        assertThat(checkpoints.due(100)).isTrue();
        fail(1);

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> checkpoints.due(100))
                .withMessageContainingAll("maxConsecutiveFailures = 3, got 3", "No space left", "free space", "resume");
    }

    @Test
    void oneThatIsWrittenStartsTheCountAnew() {
        bear(3);
        fail(2);
        save(at(30, 2), Optional.empty());
        fail(2);

        assertThat(checkpoints.due(100)).isTrue();
    }

    @Test
    void whatIsNoNumberIsNotWrittenAndNoFailureOfTheDisk() throws IOException {
        bear(1);
        checkpoints.save(unfit(), at(10, 1), CheckpointSaved.Reason.INTERVAL, Optional.empty());
        checkpoints.await();

        assertThat(Checkpoints.store(disk, run).peekNewest()).isEmpty();
        assertThat(checkpoints.failure()).isPresent();
        assertThat(checkpoints.due(100)).isTrue();
    }

    @Test
    void aRunThatEndsTriesOnceMoreHoweverManyFailed() throws IOException {
        bear(1);
        fail(1);
        assertThat(checkpoints.taken(at(40, 2))).isFalse();
        save(at(40, 2), Optional.of(new Merit(true, -3)));

        assertThat(best()).contains(40L);
        assertThat(checkpoints.due(100)).isTrue();
    }

    @Test
    void aRunGoesOnWhateverFailsWhereItIsNotToGiveUp() {
        fail(100);

        assertThat(checkpoints.due(200)).isTrue();
    }
}
