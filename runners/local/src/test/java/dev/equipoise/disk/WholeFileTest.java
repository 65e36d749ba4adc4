package dev.equipoise.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    @TempDir
    Path folder;

    private final List<String> calls = new ArrayList<>();
    private int refused = Integer.MAX_VALUE;

    private final Disk disk = new ForwardingDisk(new LocalDisk()) {
        @Override
        protected void before(String call, Path path) throws IOException {
            calls.add(call + " " + path.getFileName());
            if (calls.size() == refused) {
                throw new IOException("No space left on device");
            }
        }
    };

    @Test
    void itsBytesAreForcedBeforeItGetsItsName() throws IOException {
        WholeFile.write(disk, folder.resolve("summary.json"), "{}");

        assertThat(folder.resolve("summary.json")).hasContent("{}");
        assertThat(calls)
                .containsExactly(
                        "delete summary.json.tmp",
                        "create summary.json.tmp",
                        "write summary.json.tmp",
                        "force summary.json.tmp",
                        "move summary.json");
    }

    @Test
    void whereverItCannotBeWrittenTheOldOneStaysAndNothingElseDoes() throws IOException {
        Path file = Files.writeString(folder.resolve("summary.json"), "old");
        for (refused = 1; refused <= 5; refused++) {
            calls.clear();
            assertThatThrownBy(() -> WholeFile.write(disk, file, "new")).hasMessage("No space left on device");
            assertThat(file).as("after call %d was refused", refused).hasContent("old");
            assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
        }
    }
}
