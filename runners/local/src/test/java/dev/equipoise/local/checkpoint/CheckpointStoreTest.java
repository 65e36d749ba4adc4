package dev.equipoise.local.checkpoint;

import static dev.equipoise.local.checkpoint.Checkpoints.occasion;
import static dev.equipoise.local.checkpoint.Checkpoints.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.equipoise.disk.ForwardingDisk;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.local.checkpoint.Checkpoints.State;
import dev.equipoise.run.IncompatibleResumeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointStoreTest {

    @TempDir
    Path run;

    private CheckpointStore store;

    @BeforeEach
    void makeStore() {
        store = Checkpoints.store(new LocalDisk(), run);
    }

    @Test
    void whatIsReadIsWhatWasWrittenToTheLastBit() throws IOException {
        long bytes = store.write(snapshot(12), occasion(12));

        Saved saved = store.peekNewest().orElseThrow();
        assertThat(saved.occasion()).isEqualTo(occasion(12));
        assertThat(saved.snapshot().parameters()).isEqualTo(snapshot(12).parameters());
        assertThat(saved.snapshot().parameters().keySet())
                .containsExactlyElementsOf(snapshot(12).parameters().keySet());
        assertThat(saved.snapshot().optimizer()).isEqualTo(snapshot(12).optimizer());
        State state = StateJson.read(saved.snapshot().state(), State.class, "the test");
        assertThat(state.sum()).isEqualTo(0.1 * 12);
        assertThat(state.window()).containsExactly(Double.NaN, 12, Double.POSITIVE_INFINITY);
        assertThat(sizes("step-0000000012")).isEqualTo(bytes);
    }

    @Test
    void theNewestHasTheMostStepsWhateverTheClockSays() throws IOException {
        Random random = new Random(3);
        Clock jumping = new Clock() {
            @Override
            public Instant instant() {
                return Checkpoints.CLOCK.instant().plus(Duration.ofDays(random.nextInt(-365, 365)));
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        CheckpointStore jumpy = new CheckpointStore(new LocalDisk(), run, new Retention(3), jumping, "test");
        for (long steps : List.of(10, 20, 30, 40)) {
            jumpy.write(snapshot(steps), occasion(steps));
            Files.setLastModifiedTime(directory("step-%010d".formatted(steps)), FileTime.from(jumping.instant()));
        }

        assertThat(names()).containsExactly("step-0000000020", "step-0000000030", "step-0000000040");
        assertThat(jumpy.peekNewest()).map(saved -> saved.occasion().steps()).contains(40L);
    }

    @Test
    void theLastTheBestAndTheLastGoodAreKept() throws IOException {
        store.write(snapshot(10), occasion(10, 1, true, OptionalDouble.of(-5)));
        store.write(snapshot(20), occasion(20, 2, true, OptionalDouble.of(-7)));
        store.write(snapshot(30), occasion(30, 3, true, OptionalDouble.empty()));
        store.write(snapshot(40), occasion(40, 4, false, OptionalDouble.empty()));
        store.write(snapshot(50), occasion(50, 5, false, OptionalDouble.empty()));

        assertThat(names()).containsExactly("step-0000000010", "step-0000000030", "step-0000000040", "step-0000000050");
        assertThat(store.peekBest()).map(saved -> saved.occasion().steps()).contains(10L);
        assertThat(store.backToGood()).map(saved -> saved.occasion().steps()).contains(30L);
        assertThat(names())
                .as("those whose steps are taken anew are gone")
                .containsExactly("step-0000000010", "step-0000000030");
    }

    @Test
    void oneForEverySixHoursOfTheRunIsKept() throws IOException {
        for (int hour = 0; hour <= 20; hour += 2) {
            store.write(snapshot(hour), occasion(hour, 3600.0 * hour, true, OptionalDouble.empty()));
        }

        assertThat(names()).containsExactly("step-0000000006", "step-0000000012", "step-0000000018", "step-0000000020");
    }

    @Test
    void aSecondOfTheSameStepTakesTheFirstOnesPlaceOnlyWhenItIsWhole() throws IOException {
        store.write(snapshot(10), occasion(10));
        store.write(snapshot(11), occasion(10));

        assertThat(names()).containsExactly("step-0000000010-1");
        assertThat(store.peekNewest().orElseThrow().snapshot().parameters())
                .isEqualTo(snapshot(11).parameters());

        store.write(snapshot(12), occasion(10));
        assertThat(names())
                .as("after the second, though the first's name is free")
                .containsExactly("step-0000000010-2");
        assertThat(store.peekNewest().orElseThrow().snapshot().parameters())
                .isEqualTo(snapshot(12).parameters());
    }

    @Test
    void aCorruptOneIsPutAsideAndTheOneBeforeItIsUsed() throws IOException {
        store.write(snapshot(10), occasion(10));
        store.write(snapshot(20), occasion(20));
        Path parameters = directory("step-0000000020").resolve("params.bin");
        byte[] bytes = Files.readAllBytes(parameters);
        bytes[7] ^= 16;
        Files.write(parameters, bytes);

        assertThat(store.newest(saved -> {}))
                .map(saved -> saved.occasion().steps())
                .contains(10L);
        assertThat(names()).containsExactly("step-0000000010", "step-0000000020.corrupt");
    }

    @Test
    void aCorruptOneIsPutAsideAlsoWhereARunGoesBackAndBesideAnEarlierOneOfItsStep() throws IOException {
        store.write(snapshot(10), occasion(10));
        for (int time = 0; time < 2; time++) {
            store.write(snapshot(20), occasion(20));
            Files.delete(directory("step-0000000020").resolve("state.json"));

            assertThat(store.backToGood())
                    .map(saved -> saved.occasion().steps())
                    .contains(10L);
        }
        assertThat(names()).containsExactly("step-0000000010", "step-0000000020.corrupt", "step-0000000020.corrupt.2");
    }

    @Test
    void whoOnlyReadsLeavesACorruptOneAsItIs() throws IOException {
        store.write(snapshot(10), occasion(10));
        store.write(snapshot(20), occasion(20));
        Files.delete(directory("step-0000000020").resolve("optim.bin"));

        assertThat(store.peekNewest()).map(saved -> saved.occasion().steps()).contains(10L);
        assertThat(names()).containsExactly("step-0000000010", "step-0000000020");
    }

    @Test
    void oneOfANewerFormatIsRefusedAndNothingIsRenamed() throws IOException {
        refusedAs(manifest -> manifest.put("format", 2).put("software", "9.1"), "must have format 1, got 2", "9.1");
    }

    @Test
    void oneWithWhatANewerVersionWritesIsRefusedAndNothingIsRenamed() throws IOException {
        refusedAs(manifest -> manifest.put("compression", "none"), "must fit", "compression");
    }

    private void refusedAs(Consumer<ObjectNode> newer, String... words) throws IOException {
        store.write(snapshot(10), occasion(10));
        store.write(snapshot(20), occasion(20, 1, true, OptionalDouble.of(-5)));
        Path manifest = directory("step-0000000020").resolve("MANIFEST.json");
        ObjectNode content = (ObjectNode) JsonMapper.builder().build().readTree(manifest.toFile());
        newer.accept(content);
        Files.write(manifest, StateJson.bytes(content));
        Files.write(manifest.resolveSibling("MANIFEST.sha256"), CheckpointWriting.checksum(StateJson.bytes(content)));

        for (ThrowingCallable reading : List.<ThrowingCallable>of(
                () -> store.newest(saved -> {}), store::peekNewest, store::peekBest, store::backToGood)) {
            assertThatThrownBy(reading)
                    .isInstanceOf(IncompatibleResumeException.class)
                    .hasMessageContainingAll(words)
                    .hasMessageContaining("step-0000000020");
        }
        assertThat(names()).containsExactly("step-0000000010", "step-0000000020");
    }

    @Test
    void whoOnlyReadsGoesOnToTheNextWhereOneIsDeletedMeanwhile() throws IOException {
        store.write(snapshot(10), occasion(10, 1, true, OptionalDouble.of(-7)));
        CheckpointStore other = Checkpoints.store(new LocalDisk(), run);
        for (String file : List.of("MANIFEST.json", "params.bin")) {
            long last = store.peekNewest().orElseThrow().occasion().steps();
            CheckpointStore reading = Checkpoints.store(
                    new ForwardingDisk(new LocalDisk()) {
                        private boolean done;

                        @Override
                        public InputStream read(Path path) throws IOException {
                            if (path.endsWith(file) && !done) {
                                done = true;
                                for (long steps = last + 10; steps <= last + 30; steps += 10) {
                                    other.write(snapshot(steps), occasion(steps, 1, true, OptionalDouble.of(steps)));
                                }
                            }
                            return super.read(path);
                        }
                    },
                    run);

            Optional<Saved> found = file.equals("params.bin") ? reading.peekBest() : reading.peekNewest();

            assertThat(found).as(file).map(saved -> saved.occasion().steps()).contains(last + 30);
        }
    }

    @Test
    void whoRefusesToGoOnFromTheNewestChangesNothing() throws IOException {
        store.write(snapshot(10), occasion(10));
        store.write(snapshot(20), occasion(20));
        Files.delete(directory("step-0000000020").resolve("optim.bin"));
        Files.createDirectories(directory(".tmp-30-1-abc"));

        assertThatThrownBy(() -> store.newest(saved -> {
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");
        assertThat(names()).containsExactly(".tmp-30-1-abc", "step-0000000010", "step-0000000020");
    }

    @Test
    void withoutACheckpointThereIsNone() throws IOException {
        assertThat(store.newest(saved -> {})).isEmpty();
        assertThat(store.peekBest()).isEmpty();
    }

    @Test
    void whatAnEndedProcessLeftHalfDoneIsSweptAway() throws IOException {
        store.write(snapshot(10), occasion(10));
        Files.createDirectories(directory(".tmp-20-1-abc"));
        Files.writeString(directory(".tmp-20-1-abc").resolve("params.bin"), "half");
        Files.createDirectories(directory(".trash-step-0000000005-abc"));

        store.newest(saved -> {});

        assertThat(names()).containsExactly("step-0000000010");
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
        long whole = store.write(snapshot(10), occasion(10));
        for (long room = 0; room < whole; room += 7) {
            SmallDisk disk = new SmallDisk(room);
            CheckpointStore full = Checkpoints.store(disk, run);

            assertThatThrownBy(() -> full.write(snapshot(20), occasion(20))).hasMessageContaining("No space left");
            assertThat(names()).as("with room for %d bytes", room).containsExactly("step-0000000010");
            assertThat(full.peekNewest()).map(saved -> saved.occasion().steps()).contains(10L);
        }
        store.write(snapshot(20), occasion(20));
        assertThat(store.peekNewest()).map(saved -> saved.occasion().steps()).contains(20L);
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
        store.write(snapshot(10), occasion(10));
        store.write(snapshot(20), occasion(20));
        FailingDisk disk = new FailingDisk(0, 0);
        Checkpoints.store(disk, run).write(snapshot(30), occasion(30));

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
        Checkpoints.store(whole, run.resolve("whole")).write(snapshot(10), occasion(10));
        store.write(snapshot(10), occasion(10));
        for (long call = 0; call < whole.calls.size(); call++) {
            long steps = 20 + call;
            CheckpointStore failing =
                    Checkpoints.store(new FailingDisk(call, forGood ? Long.MAX_VALUE : call + 1), run);

            assertThatThrownBy(() -> failing.write(snapshot(steps), occasion(steps)))
                    .as("call %d: %s", call, whole.calls.get((int) call))
                    .hasMessageContaining("No space left");
            assertThat(store.newest(saved -> {}))
                    .as("what is whole after the failure of call %d", call)
                    .map(saved -> saved.occasion().steps())
                    .hasValueSatisfying(found -> assertThat(found).isIn(steps - 1, steps, 10L));
            store.write(snapshot(steps), occasion(steps));
            assertThat(store.peekNewest().orElseThrow().snapshot().parameters())
                    .isEqualTo(snapshot(steps).parameters());
        }
        assertThat(names()).as("nothing half done").allMatch(name -> name.startsWith("step-"));
    }

    @Test
    void aDiskThatIsNearlyFullIsLeftWhatTheRunsOtherFilesNeed() throws IOException {
        long whole = store.write(snapshot(10), occasion(10));
        long[] space = {whole * 12 / 10 - 1};
        FailingDisk nearlyFull = new FailingDisk(0, 0) {
            @Override
            public long usableSpace(Path directory) {
                return space[0];
            }
        };
        CheckpointStore careful = Checkpoints.store(nearlyFull, run);
        careful.write(snapshot(20), occasion(20));
        nearlyFull.calls.clear();

        assertThatThrownBy(() -> careful.write(snapshot(30), occasion(30)))
                .hasMessageContaining("No space left on device: a checkpoint must find ");
        assertThat(nearlyFull.calls).isEmpty();
        space[0] = 2 * whole;
        careful.write(snapshot(30), occasion(30));
        assertThat(names()).contains("step-0000000020", "step-0000000030");
    }

    private Path directory(String name) {
        return run.resolve("checkpoints").resolve(name);
    }

    private long sizes(String name) throws IOException {
        try (Stream<Path> files = Files.list(directory(name))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> found = Files.list(run.resolve("checkpoints"))) {
            return found.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
