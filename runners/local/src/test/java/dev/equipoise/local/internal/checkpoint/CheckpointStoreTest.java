package dev.equipoise.local.internal.checkpoint;

import static dev.equipoise.local.internal.checkpoint.Checkpoints.info;
import static dev.equipoise.local.internal.checkpoint.Checkpoints.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.equipoise.disk.ForwardingDisk;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.local.internal.checkpoint.Checkpoints.State;
import dev.equipoise.run.IncompatibleResumeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
        long bytes = store.write(snapshot(12), info(12));

        Saved saved = store.peekNewest().orElseThrow();
        assertThat(saved.info()).isEqualTo(info(12));
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
            jumpy.write(snapshot(steps), info(steps));
            Files.setLastModifiedTime(directory("step-%010d".formatted(steps)), FileTime.from(jumping.instant()));
        }

        assertThat(Checkpoints.names(run)).containsExactly("step-0000000020", "step-0000000030", "step-0000000040");
        assertThat(jumpy.peekNewest()).map(saved -> saved.info().steps()).contains(40L);
    }

    @Test
    void theLastTheBestAndTheLastGoodAreKept() throws IOException {
        store.write(snapshot(10), info(10, 1, true, Optional.of(new Merit(true, -5))));
        store.write(snapshot(20), info(20, 2, true, Optional.of(new Merit(true, -7))));
        store.write(snapshot(30), info(30, 3, true, Optional.empty()));
        store.write(snapshot(40), info(40, 4, false, Optional.empty()));
        store.write(snapshot(50), info(50, 5, false, Optional.empty()));

        assertThat(Checkpoints.names(run))
                .containsExactly("step-0000000010", "step-0000000030", "step-0000000040", "step-0000000050");
        assertThat(store.peekBest()).map(saved -> saved.info().steps()).contains(10L);
        assertThat(store.backToGood()).map(saved -> saved.info().steps()).contains(30L);
        assertThat(Checkpoints.names(run))
                .as("those whose steps are taken anew are gone")
                .containsExactly("step-0000000010", "step-0000000030");
    }

    @Test
    void theBestIsOneOfFinalPricesIfThereIsAny() throws IOException {
        store.write(snapshot(10), info(10, 1, true, Optional.of(new Merit(false, -1))));
        assertThat(store.peekBest()).map(saved -> saved.info().steps()).contains(10L);
        store.write(snapshot(20), info(20, 2, true, Optional.of(new Merit(true, -7))));
        assertThat(store.peekBest()).map(saved -> saved.info().steps()).contains(20L);
    }

    @Test
    void oneForEverySixHoursOfTheRunIsKept() throws IOException {
        for (int hour = 0; hour <= 20; hour += 2) {
            store.write(snapshot(hour), info(hour, 3600.0 * hour, true, Optional.empty()));
        }

        assertThat(Checkpoints.names(run))
                .containsExactly("step-0000000006", "step-0000000012", "step-0000000018", "step-0000000020");
    }

    @Test
    void aSecondOfTheSameStepTakesTheFirstOnesPlaceOnlyWhenItIsWhole() throws IOException {
        store.write(snapshot(10), info(10));
        store.write(snapshot(11), info(10));

        assertThat(Checkpoints.names(run)).containsExactly("step-0000000010-1");
        assertThat(store.peekNewest().orElseThrow().snapshot().parameters())
                .isEqualTo(snapshot(11).parameters());

        store.write(snapshot(12), info(10));
        assertThat(Checkpoints.names(run))
                .as("after the second, though the first's name is free")
                .containsExactly("step-0000000010-2");
        assertThat(store.peekNewest().orElseThrow().snapshot().parameters())
                .isEqualTo(snapshot(12).parameters());
    }

    @Test
    void twoOfTheSameStepCountAsOneOfTheLast() throws IOException {
        for (long steps : List.of(10, 20, 30, 30)) {
            store.write(snapshot(steps), info(steps));
        }
        assertThat(Checkpoints.names(run)).containsExactly("step-0000000020", "step-0000000030-1");
    }

    @Test
    void aCorruptOneIsPutAsideAndTheOneBeforeItIsUsed() throws IOException {
        store.write(snapshot(10), info(10));
        store.write(snapshot(20), info(20));
        Path parameters = directory("step-0000000020").resolve("params.bin");
        byte[] bytes = Files.readAllBytes(parameters);
        bytes[7] ^= 16;
        Files.write(parameters, bytes);

        assertThat(store.newest(saved -> {})).map(saved -> saved.info().steps()).contains(10L);
        assertThat(Checkpoints.names(run)).containsExactly("step-0000000010", "step-0000000020.corrupt");
    }

    @Test
    void aCorruptOneIsPutAsideAlsoWhereARunGoesBackAndBesideAnEarlierOneOfItsStep() throws IOException {
        store.write(snapshot(10), info(10));
        for (int time = 0; time < 2; time++) {
            store.write(snapshot(20), info(20));
            Files.delete(directory("step-0000000020").resolve("state.json"));

            assertThat(store.backToGood()).map(saved -> saved.info().steps()).contains(10L);
        }
        assertThat(Checkpoints.names(run))
                .containsExactly("step-0000000010", "step-0000000020.corrupt", "step-0000000020.corrupt.2");
    }

    @Test
    void aCorruptOneIsPutAsideAlsoWhereOlderOnesAreDeleted() throws IOException {
        store.write(snapshot(10), info(10));
        store.write(snapshot(20), info(20));
        Files.delete(directory("step-0000000010").resolve("MANIFEST.sha256"));
        store.write(snapshot(30), info(30));
        store.write(snapshot(40), info(40));

        assertThat(Checkpoints.names(run))
                .containsExactly("step-0000000010.corrupt", "step-0000000030", "step-0000000040");
    }

    @Test
    void whoOnlyReadsLeavesACorruptOneAsItIs() throws IOException {
        store.write(snapshot(10), info(10));
        store.write(snapshot(20), info(20));
        Files.delete(directory("step-0000000020").resolve("optim.bin"));

        assertThat(store.peekNewest()).map(saved -> saved.info().steps()).contains(10L);
        assertThat(Checkpoints.names(run)).containsExactly("step-0000000010", "step-0000000020");
    }

    @Test
    void oneOfANewerFormatIsRefusedAndNothingIsRenamed() throws IOException {
        refusedAs(manifest -> manifest.put("format", 1).put("software", "0.0.9"), "must have format 2, got 1", "0.0.9");
    }

    @Test
    void oneWithWhatANewerVersionWritesIsRefusedAndNothingIsRenamed() throws IOException {
        refusedAs(manifest -> manifest.put("compression", "none"), "must fit", "compression");
    }

    private void refusedAs(Consumer<ObjectNode> newer, String... words) throws IOException {
        store.write(snapshot(10), info(10));
        store.write(snapshot(20), info(20, 1, true, Optional.of(new Merit(true, -5))));
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
        assertThat(Checkpoints.names(run)).containsExactly("step-0000000010", "step-0000000020");
    }

    @Test
    void whoOnlyReadsGoesOnToTheNextWhereOneIsDeletedMeanwhile() throws IOException {
        store.write(snapshot(10), info(10, 1, true, Optional.of(new Merit(true, -7))));
        CheckpointStore other = Checkpoints.store(new LocalDisk(), run);
        for (String file : List.of("MANIFEST.json", "params.bin")) {
            long last = store.peekNewest().orElseThrow().info().steps();
            CheckpointStore reading = Checkpoints.store(
                    new ForwardingDisk(new LocalDisk()) {
                        private boolean done;

                        @Override
                        public InputStream read(Path path) throws IOException {
                            if (path.endsWith(file) && !done) {
                                done = true;
                                for (long steps = last + 10; steps <= last + 30; steps += 10) {
                                    other.write(
                                            snapshot(steps), info(steps, 1, true, Optional.of(new Merit(true, steps))));
                                }
                            }
                            return super.read(path);
                        }
                    },
                    run);

            Optional<Saved> found = file.equals("params.bin") ? reading.peekBest() : reading.peekNewest();

            assertThat(found).as(file).map(saved -> saved.info().steps()).contains(last + 30);
        }
    }

    @Test
    void whoRefusesToGoOnFromTheNewestChangesNothing() throws IOException {
        store.write(snapshot(10), info(10));
        store.write(snapshot(20), info(20));
        Files.delete(directory("step-0000000020").resolve("optim.bin"));
        Files.createDirectories(directory(".tmp-30-1-abc"));

        assertThatThrownBy(() -> store.newest(saved -> {
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");
        assertThat(Checkpoints.names(run)).containsExactly(".tmp-30-1-abc", "step-0000000010", "step-0000000020");
    }

    @Test
    void withoutACheckpointThereIsNone() throws IOException {
        assertThat(store.newest(saved -> {})).isEmpty();
        assertThat(store.peekBest()).isEmpty();
    }

    @Test
    void whatAnEndedProcessLeftHalfDoneIsSweptAway() throws IOException {
        store.write(snapshot(10), info(10));
        Files.createDirectories(directory(".tmp-20-1-abc"));
        Files.writeString(directory(".tmp-20-1-abc").resolve("params.bin"), "half");
        Files.createDirectories(directory(".trash-step-0000000005-abc"));

        store.newest(saved -> {});

        assertThat(Checkpoints.names(run)).containsExactly("step-0000000010");
    }

    private Path directory(String name) {
        return run.resolve("checkpoints").resolve(name);
    }

    private long sizes(String name) throws IOException {
        try (Stream<Path> files = Files.list(directory(name))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
