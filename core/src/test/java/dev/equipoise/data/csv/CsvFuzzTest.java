package dev.equipoise.data.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.data.Annotations;
import dev.equipoise.data.DamagedFiles;
import dev.equipoise.data.DataSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFuzzTest {

    private static final DamagedFiles DAMAGED = DamagedFiles.of(20_000_000);

    @TempDir
    Path folder;

    @Test
    void damagedTablesAreReadOrRefused() {
        StringBuilder text = new StringBuilder("a,b,\"kind, of\",label\n");
        for (int i = 0; i < 40; i++) {
            text.append(i * i)
                    .append(',')
                    .append(i / 8.0)
                    .append(",\"k ")
                    .append(i % 3)
                    .append("\",")
                    .append(i % 2)
                    .append('\n');
        }

        assertThat(DAMAGED.refusals(
                        folder.resolve("fuzzed.csv"),
                        text.toString().getBytes(StandardCharsets.UTF_8),
                        CsvFuzzTest::read))
                .isGreaterThan(DAMAGED.mutations() / 4);
    }

    private static void read(Path file) {
        DataSource source = new CsvData.Factory()
                .create(
                        Annotations.annotation(CsvData.class, Map.of("file", file.toString(), "target", "label")),
                        Annotations.NO_DATA);
        source.facts();
        source.load().training().values();
    }
}
