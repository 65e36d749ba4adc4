package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.data.csv.CsvData;
import dev.equipoise.experiment.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the columns of a table became. */
class DescribedTableTest {

    private final FakeTerminal terminal = new FakeTerminal();

    @Experiment(name = "described-table")
    @CsvData(file = "set later")
    static final class DescribedTable {}

    @Test
    void describeShowsWhatEachColumnBecame(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("pets.csv"), "age,kind\n1.5,cat\n2,dog\n3,cat\n");

        assertThat(Main.run(terminal.plain(), "describe", "described-table", "--set", "csvData.file=" + file))
                .isZero();

        assertThat(terminal.out())
                .containsPattern("records +3, separated by ',', below a header")
                .containsPattern("column age +a number, element 0")
                .containsPattern("column kind +2 categories \\(cat, dog\\), elements 1 to 2")
                .containsPattern("shape of a datum +3");
    }

    @Test
    void describeShowsWhatIsMissingAndThatTheEncoderKnowsIt(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("pets.csv"), "age,kind\n1.5,cat\n,dog\n3,cat\n,\n");

        assertThat(Main.run(
                        terminal.plain(),
                        "describe",
                        "described-table",
                        "--with",
                        "mlpVae",
                        "--set",
                        "csvData.file=" + file,
                        "--set",
                        "mlpVae.hidden=5"))
                .as(terminal.err())
                .isZero();

        assertThat(terminal.out())
                .containsPattern("missing values +age: 2, kind: 1")
                // 3 elements and whether each is observed, 5 units and their biases
                .containsPattern("encoder\\.0 +.*\\[5\\] +35|encoder\\.0 .* 35\\b");
    }

    @Test
    void aMissingLabelEndsTheDescription(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("pets.csv"), "age,kind\n1.5,cat\n2,\n3,cat\n");

        assertThat(Main.run(
                        terminal.plain(),
                        "describe",
                        "described-table",
                        "--set",
                        "csvData.file=" + file,
                        "--set",
                        "csvData.target=kind"))
                .isEqualTo(65);
        assertThat(terminal.err())
                .contains("pets.csv, line 3: expected a label in column kind")
                .doesNotContain("\tat ");
    }
}
