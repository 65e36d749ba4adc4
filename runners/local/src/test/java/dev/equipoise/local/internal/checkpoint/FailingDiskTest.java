package dev.equipoise.local.internal.checkpoint;

import static dev.equipoise.local.internal.checkpoint.Checkpoints.info;
import static dev.equipoise.local.internal.checkpoint.Checkpoints.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.disk.ForwardingDisk;
import dev.equipoise.disk.LocalDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints on a disk that is full or fails, and the calls that it is asked for. */
class FailingDiskTest {

    @TempDir
    Path run;

    private CheckpointStore store;

    @BeforeEach
    void makeStore() {
        store = Checkpoints.store(new LocalDisk(), run);
    }

    /** Takes so many bytes and refuses more. */
    private static final class SmallDisk extends ForwardingDisk {
        long room;

        SmallDisk(long room) {
            super(new LocalDisk());
            this.room = room;
        }

        @Override
        public OutputFile create(Path file) throws IOException {
            OutputFile real = super.create(file);
            return new OutputFile() {
                @Override
                public void write(ByteBuffer bytes) throws IOException {
                    if (bytes.remaining() > room) {
                        real.write(bytes.slice(bytes.position(), (int) room));
                        room = 0;
                        throw new IOException("No space left on device");
                    }
                    room -= bytes.remaining();
                    real.write(bytes);
                }

                @Override
                public void force() throws IOException {
                    real.force();
                }

                @Override
                public void close() throws IOException {
                    real.close();
                }
            };
        }
    }

    @Test
    void aFullDiskLosesNoOlderCheckpointWhereverItIsFull() throws IOException {
        long whole = store.write(snapshot(10), info(10));
        for (long room = 0; room < whole; room += 7) {
            SmallDisk disk = new SmallDisk(room);
            CheckpointStore full = Checkpoints.store(disk, run);

            assertThatThrownBy(() -> full.write(snapshot(20), info(20))).hasMessageContaining("No space left");
            assertThat(Checkpoints.names(run))
                    .as("with room for %d bytes", room)
                    .containsExactly("step-0000000010");
            assertThat(full.peekNewest()).map(saved -> saved.info().steps()).contains(10L);
        }
        store.write(snapshot(20), info(20));
        assertThat(store.peekNewest()).map(saved -> saved.info().steps()).contains(20L);
    }

    /** Refuses calls, the first of which is the one of this number, from 0; tells all. */
    private static class FailingDisk extends ForwardingDisk {
        final List<String> calls = new ArrayList<>();
        private final long from;
        private final long to;

        FailingDisk(long from, long to) {
            super(new LocalDisk());
            this.from = from;
            this.to = to;
        }

        @Override
        protected void before(String call, Path path) throws IOException {
            String name = path.getFileName().toString().replaceAll("^(\\.[a-z]+-).*", "$1");
            calls.add(call + " " + name);
            if (calls.size() > from && calls.size() <= to) {
                throw new IOException("No space left on device");
            }
        }
    }

    @Test
    void eachFileIsForcedBeforeTheManifestAndAllBeforeTheNameAndOlderOnesGoLast() throws IOException {
        store.write(snapshot(10), info(10));
        store.write(snapshot(20), info(20));
        FailingDisk disk = new FailingDisk(0, 0);
        Checkpoints.store(disk, run).write(snapshot(30), info(30));

        List<String> written = Stream.of("params.bin", "optim.bin", "state.json", "MANIFEST.json", "MANIFEST.sha256")
                .flatMap(file -> Stream.of("create ", "write ", "force ").map(call -> call + file))
                .toList();
        List<String> all = new ArrayList<>(List.of("create checkpoints", "force " + run.getFileName(), "create .tmp-"));
        all.addAll(written);
        all.addAll(List.of("force .tmp-", "move step-0000000030", "force checkpoints", "move .trash-"));
        all.addAll(written.stream()
                .filter(call -> call.startsWith("create "))
                .map(call -> call.replace("create ", "delete "))
                .sorted()
                .toList());
        all.add("delete .trash-");
        assertThat(disk.calls).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noCallThatFailsLosesAnOlderCheckpointOrKeepsTheNextFromBeingWritten(boolean forGood) throws IOException {
        FailingDisk whole = new FailingDisk(0, 0);
        Checkpoints.store(whole, run.resolve("whole")).write(snapshot(10), info(10));
        store.write(snapshot(10), info(10));
        for (long call = 0; call < whole.calls.size(); call++) {
            long steps = 20 + call;
            CheckpointStore failing =
                    Checkpoints.store(new FailingDisk(call, forGood ? Long.MAX_VALUE : call + 1), run);

            assertThatThrownBy(() -> failing.write(snapshot(steps), info(steps)))
                    .as("call %d: %s", call, whole.calls.get((int) call))
                    .hasMessageContaining("No space left");
            assertThat(store.newest(saved -> {}))
                    .as("what is whole after the failure of call %d", call)
                    .map(saved -> saved.info().steps())
                    .hasValueSatisfying(found -> assertThat(found).isIn(steps - 1, steps, 10L));
            store.write(snapshot(steps), info(steps));
            assertThat(store.peekNewest().orElseThrow().snapshot().parameters())
                    .isEqualTo(snapshot(steps).parameters());
        }
        assertThat(Checkpoints.names(run)).as("nothing half done").allMatch(name -> name.startsWith("step-"));
    }

    @Test
    void aCorruptOneThatCannotBePutAsideCostsTheNextNothing() throws IOException {
        store.write(snapshot(10), info(10));
        Path checksum = run.resolve("checkpoints/step-0000000010/MANIFEST.sha256");
        Files.write(checksum, new byte[1]);
        ForwardingDisk stubborn = new ForwardingDisk(new LocalDisk()) {
            @Override
            protected void before(String call, Path path) throws IOException {
                if (path.toString().endsWith(".corrupt")) {
                    throw new IOException("Operation not permitted");
                }
            }
        };
        Checkpoints.store(stubborn, run).write(snapshot(20), info(20));

        assertThat(Checkpoints.names(run)).containsExactly("step-0000000010", "step-0000000020");
        assertThat(store.peekNewest()).map(saved -> saved.info().steps()).contains(20L);
    }

    @Test
    void aDiskThatIsNearlyFullIsLeftWhatTheRunsOtherFilesNeed() throws IOException {
        long whole = store.write(snapshot(10), info(10));
        long[] space = {whole * 12 / 10 - 1};
        FailingDisk nearlyFull = new FailingDisk(0, 0) {
            @Override
            public long usableSpace(Path directory) {
                return space[0];
            }
        };
        CheckpointStore careful = Checkpoints.store(nearlyFull, run);
        careful.write(snapshot(20), info(20));
        nearlyFull.calls.clear();

        assertThatThrownBy(() -> careful.write(snapshot(30), info(30)))
                .hasMessageContaining("No space left on device: a checkpoint needs ");
        assertThat(nearlyFull.calls).isEmpty();
        space[0] = 2 * whole;
        careful.write(snapshot(30), info(30));
        assertThat(Checkpoints.names(run)).contains("step-0000000020", "step-0000000030");
    }
}
