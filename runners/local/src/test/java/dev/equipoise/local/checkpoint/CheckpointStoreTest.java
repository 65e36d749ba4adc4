package dev.equipoise.local.checkpoint;

import static dev.equipoise.local.checkpoint.Checkpoints.occasion;
import static dev.equipoise.local.checkpoint.Checkpoints.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.disk.ForwardingDisk;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.local.checkpoint.Checkpoints.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

        Saved saved = store.newest().orElseThrow();
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
        assertThat(jumpy.newest()).map(saved -> saved.occasion().steps()).contains(40L);
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
        assertThat(store.newest().orElseThrow().snapshot().parameters())
                .isEqualTo(snapshot(11).parameters());
    }

    @Test
    void aCorruptOneIsPutAsideAndTheOneBeforeItIsUsed() throws IOException {
        store.write(snapshot(10), occasion(10));
        store.write(snapshot(20), occasion(20));
        Path parameters = directory("step-0000000020").resolve("params.bin");
        byte[] bytes = Files.readAllBytes(parameters);
        bytes[7] ^= 16;
        Files.write(parameters, bytes);

        assertThat(store.newest()).map(saved -> saved.occasion().steps()).contains(10L);
        assertThat(names()).containsExactly("step-0000000010", "step-0000000020.corrupt");
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
    void withoutACheckpointThereIsNone() throws IOException {
        assertThat(store.newest()).isEmpty();
        assertThat(store.peekBest()).isEmpty();
    }

    @Test
    void whatAnEndedProcessLeftHalfDoneIsSweptAway() throws IOException {
        store.write(snapshot(10), occasion(10));
        Files.createDirectories(directory(".tmp-20-1-abc"));
        Files.writeString(directory(".tmp-20-1-abc").resolve("params.bin"), "half");
        Files.createDirectories(directory(".trash-step-0000000005-abc"));

        store.sweep();

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
            assertThat(full.newest()).map(saved -> saved.occasion().steps()).contains(10L);
        }
        store.write(snapshot(20), occasion(20));
        assertThat(store.newest()).map(saved -> saved.occasion().steps()).contains(20L);
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
