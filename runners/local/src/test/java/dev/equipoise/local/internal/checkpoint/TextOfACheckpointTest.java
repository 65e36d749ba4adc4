package dev.equipoise.local.internal.checkpoint;

import static dev.equipoise.local.internal.checkpoint.Checkpoints.info;
import static dev.equipoise.local.internal.checkpoint.Checkpoints.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.run.CheckpointSaved;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the texts of a checkpoint may be: what is written can be read. */
class TextOfACheckpointTest {

    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    Path run;

    private CheckpointStore store;

    @BeforeEach
    void makeStore() {
        store = Checkpoints.store(new LocalDisk(), run);
    }

    /** As that of a run whose preprocessing has learned something of each pixel of a large image. */
    @Test
    void aStateOfAHundredMebibytesIsReadAsItWasWritten() throws IOException {
        TextNode part = TextNode.valueOf("x".repeat(10 * MEBIBYTE));
        ArrayNode state = JsonNodeFactory.instance.arrayNode();
        IntStream.range(0, 10).forEach(i -> state.add(part));
        store.write(withState(state), info(12));

        assertThat(Files.size(run.resolve("checkpoints/step-0000000012/state.json")))
                .isGreaterThan(100L * MEBIBYTE);
        assertThat(store.peekNewest().orElseThrow().snapshot().state().equals(state))
                .isTrue();
    }

    private static Snapshot withState(ArrayNode state) {
        Snapshot small = snapshot(12);
        return new Snapshot(small.parameters(), small.optimizer(), small.critics(), state);
    }

    @Test
    void whatIsTooLongToBeReadIsNotWritten() throws IOException {
        store.write(snapshot(10), info(10));
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        String name = "x".repeat(MEBIBYTE);
        IntStream.range(0, 64).forEach(i -> parameters.put(name + i, new Tensor(new long[] {1}, new float[] {1})));
        Snapshot wide =
                new Snapshot(parameters, Map.of(), Map.of(), snapshot(12).state());

        assertThatIOException()
                .isThrownBy(() -> store.write(wide, info(12)))
                .withMessageContainingAll("MANIFEST.json must have at most 67108864 bytes, got ", "smaller images");
        assertThat(Checkpoints.names(run)).containsExactly("step-0000000010");
    }

    @Test
    void aStateMayBeLongerThanAManifest() {
        assertThat(CheckpointWriting.largest("state.json")).isEqualTo(1 << 30);
        assertThat(CheckpointWriting.largest("MANIFEST.json")).isEqualTo(64 << 20);
    }

    @ParameterizedTest
    @CsvSource({
        "START, start",
        "INTERVAL, interval",
        "BEST, best",
        "TERMINATED, terminated",
        "MEMORY, memory",
        "ACCEPTED, accepted",
        "END, end"
    })
    void theReasonIsAWordOfSmallLettersWhoeverReadsIt(CheckpointSaved.Reason reason, String text) throws IOException {
        CheckpointInfo info = new CheckpointInfo(
                "run", 12, 1, 0, 0, OptionalLong.of(9), reason, 0.5, true, Optional.empty(), Map.of());
        store.write(snapshot(12), info);

        assertThat(run.resolve("checkpoints/step-0000000012/MANIFEST.json"))
                .content()
                .contains("\"occasion\" : {", "\"reason\" : \"" + text + "\"");
        assertThat(store.peekNewest()).map(Saved::info).contains(info);
    }
}
