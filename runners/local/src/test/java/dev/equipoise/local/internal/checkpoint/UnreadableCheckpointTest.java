package dev.equipoise.local.internal.checkpoint;

import static dev.equipoise.local.internal.checkpoint.Checkpoints.info;
import static dev.equipoise.local.internal.checkpoint.Checkpoints.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.disk.ForwardingDisk;
import dev.equipoise.disk.LocalDisk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints of which a disk gives back an error, which may pass. */
class UnreadableCheckpointTest {

    @TempDir
    Path run;

    private final FaultyDisk disk = new FaultyDisk();
    private CheckpointStore store;

    /** Fails to read some files, and lets nobody look into one directory. */
    private static final class FaultyDisk extends ForwardingDisk {
        final List<String> bad = new ArrayList<>();
        String forbidden = "none";

        FaultyDisk() {
            super(new LocalDisk());
        }

        private boolean forbids(Path path) {
            return path.toString().contains(forbidden);
        }

        private void require(Path path) throws IOException {
            if (forbids(path)) {
                throw new AccessDeniedException(path.toString());
            }
        }

        @Override
        public InputStream read(Path file) throws IOException {
            require(file);
            if (bad.stream().anyMatch(file.toString()::contains)) {
                throw new IOException("Input/output error at " + file);
            }
            return super.read(file);
        }

        @Override
        public long size(Path file) throws IOException {
            require(file);
            return super.size(file);
        }

        /** As the system says of a file in such a directory. */
        @Override
        public boolean exists(Path path) throws IOException {
            return !forbids(path.getParent()) && super.exists(path);
        }

        @Override
        public List<Path> list(Path directory) throws IOException {
            require(directory);
            return super.list(directory);
        }
    }

    @BeforeEach
    void writeTwo() throws IOException {
        store = Checkpoints.store(disk, run);
        store.write(snapshot(10), info(10, 1, true, Optional.of(new Merit(true, -5))));
        store.write(snapshot(20), info(20, 2, true, Optional.of(new Merit(true, -7))));
    }

    private static long steps(Saved saved) {
        return saved.info().steps();
    }

    @ParameterizedTest
    @ValueSource(strings = {"params.bin", "state.json", "MANIFEST.json", "MANIFEST.sha256"})
    void oneWithAFileThatCannotBeReadIsPassedOverAndKeepsItsName(String file) throws IOException {
        disk.bad.add("step-0000000020/" + file);

        assertThat(store.peekNewest()).map(UnreadableCheckpointTest::steps).contains(10L);
        assertThat(store.newest(saved -> {}))
                .map(UnreadableCheckpointTest::steps)
                .contains(10L);
        assertThat(Checkpoints.names(run)).containsExactly("step-0000000010", "step-0000000020");

        disk.bad.clear();
        assertThat(store.newest(saved -> {}))
                .as("when the fault has passed")
                .map(UnreadableCheckpointTest::steps)
                .contains(20L);
    }

    @Test
    void oneThatMayNotBeLookedIntoIsPassedOverAndKeepsItsName() throws IOException {
        disk.forbidden = "step-0000000020";

        assertThat(store.newest(saved -> {}))
                .map(UnreadableCheckpointTest::steps)
                .contains(10L);
        assertThat(Checkpoints.names(run)).containsExactly("step-0000000010", "step-0000000020");
    }

    @Test
    void whereNoneIsLeftTheFailureOfTheNewestIsToldAndNothingIsChanged() throws IOException {
        disk.bad.addAll(List.of("step-0000000010/params.bin", "step-0000000020/params.bin"));

        for (ThrowingCallable reading :
                List.<ThrowingCallable>of(() -> store.newest(saved -> {}), store::peekNewest, store::backToGood)) {
            assertThatThrownBy(reading)
                    .isInstanceOf(IOException.class)
                    .hasMessageContainingAll("Input/output error at ", "step-0000000020");
        }
        assertThatIOException().isThrownBy(store::peekBest).withMessageContaining("step-0000000010");
        assertThat(Checkpoints.names(run)).containsExactly("step-0000000010", "step-0000000020");
    }

    @Test
    void whoRefusesToGoOnFromTheOneBeforeChangesNothing() throws IOException {
        store.write(snapshot(30), info(30));
        Files.delete(run.resolve("checkpoints/step-0000000030/optim.bin"));
        disk.bad.add("step-0000000020");
        List<String> before = Checkpoints.names(run);

        assertThatThrownBy(() -> store.newest(saved -> {
                    throw new IllegalStateException("refused after " + steps(saved));
                }))
                .hasMessage("refused after 10");
        assertThat(Checkpoints.names(run)).isEqualTo(before);
    }

    @Test
    void aDirectoryThatCannotBeListedIsNoneWithoutCheckpoints() {
        disk.forbidden = "checkpoints";

        assertThatIOException().isThrownBy(() -> store.newest(saved -> {}));
    }

    /** Its steps are taken anew, so that no later resume may go on from it. */
    @ParameterizedTest
    @ValueSource(strings = {"params.bin", "MANIFEST.json"})
    void aRunGoesBackToTheOneBeforeAndTheUnreadableOneIsGone(String file) throws IOException {
        disk.bad.add("step-0000000020/" + file);

        assertThat(store.backToGood()).map(UnreadableCheckpointTest::steps).contains(10L);
        assertThat(Checkpoints.names(run)).containsExactly("step-0000000010");
    }

    @Test
    void whatCannotBeDeletedKeepsNobodyFromGoingBackOrOn() throws IOException {
        disk.forbidden = "step-0000000020";

        assertThat(store.backToGood()).map(UnreadableCheckpointTest::steps).contains(10L);
        assertThat(Checkpoints.names(run))
                .hasSize(2)
                .contains("step-0000000010")
                .anyMatch(name -> name.startsWith(".trash-step-0000000020"));
        assertThat(store.newest(saved -> {}))
                .map(UnreadableCheckpointTest::steps)
                .contains(10L);
    }

    @Test
    void theBestOfThoseThatCanBeReadIsTheBest() throws IOException {
        disk.bad.add("step-0000000010/MANIFEST.json");

        assertThat(store.best()).hasValue(new Merit(true, -7));
        assertThat(store.peekBest()).map(UnreadableCheckpointTest::steps).contains(20L);
    }

    @Test
    void othersAreDeletedInTheirTurnAndTheUnreadableOneStays() throws IOException {
        disk.bad.add("step-0000000010/MANIFEST.json");
        for (long steps = 30; steps <= 50; steps += 10) {
            store.write(snapshot(steps), info(steps));
        }

        assertThat(Checkpoints.names(run))
                .as("the best, which is that of 20 now, and the last two")
                .containsExactly("step-0000000010", "step-0000000020", "step-0000000040", "step-0000000050");
    }
}
