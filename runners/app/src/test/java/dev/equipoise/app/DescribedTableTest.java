package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.data.Digits;
import dev.equipoise.data.Scale;
import dev.equipoise.data.csv.CsvData;
import dev.equipoise.data.preprocessing.Logit;
import dev.equipoise.data.preprocessing.Normalize;
import dev.equipoise.experiment.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the columns of a table became. */
class DescribedTableTest {

    @TempDir
    Path folder;

    private final FakeTerminal terminal = new FakeTerminal();

    @Experiment(name = "described-table")
    @CsvData(file = "set later")
    static final class DescribedTable {}

    @Experiment(name = "described-bytes")
    @Digits
    @Scale
    @Logit
    @Normalize(mean = 0, deviation = 2, order = 20)
    static final class DescribedBytes {}

    @Test
    void describeShowsWhatEachColumnBecame() throws IOException {
        Path file = Files.writeString(folder.resolve("pets.csv"), "age,kind\n1.5,cat\n2,dog\n3,cat\n");

        assertThat(Main.run(terminal.plain(), "describe", "described-table", "--set", "csvData.file=" + file))
                .isZero();

        assertThat(terminal.out())
                .containsPattern("records +3, separated by ',', below a header")
                .containsPattern("column age +a number, element 0")
                .containsPattern("column kind +2 categories \\(cat, dog\\), elements 1 to 2")
                .containsPattern(
                        "squared errors by standardize +divided by the variance of each element; the same beta")
                .containsPattern("shape of a datum +3");
    }

    @Test
    void describeShowsWhatIsMissingAndThatTheEncoderKnowsIt() throws IOException {
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
    void describeCountsWhatALikelihoodLearns() throws IOException {
        Path file =
                Files.writeString(folder.resolve("pets.csv"), "age,kind,calls\n1.5,cat,0\n2,dog,0\n3,cat,9\n4,dog,1\n");

        assertThat(Main.run(
                        terminal.plain(),
                        "describe",
                        "described-table",
                        "--with",
                        "linearVae",
                        "--with",
                        "tableNll",
                        "--set",
                        "csvData.file=" + file,
                        "--set",
                        "csvData.counts=calls"))
                .as(terminal.err())
                .isZero();

        assertThat(terminal.out())
                .containsPattern("decoder\\.likelihood\\.logVariance +of the likelihood +1 +1")
                .containsPattern("decoder\\.likelihood\\.logDispersion +of the likelihood +1 +1")
                // 4 elements and 2 latents: 4·4 + 4 of the encoder, 2·4 + 4 of the decoder
                .containsPattern("in all +34");
    }

    @Test
    void describeShowsWhatStepsDoToASquaredError() {
        assertThat(Main.run(terminal.plain(), "describe", "described-bytes")).isZero();
        assertThat(terminal.out())
                .containsPattern("squared errors by scale +divided by 65,025; the same beta is so many times as strong")
                .containsPattern("squared errors by logit +divided by 0.07716 in the middle of the range")
                .containsPattern("squared errors by normalize +divided by 4;");

        FakeTerminal second = new FakeTerminal();
        assertThat(Main.run(
                        second.plain(),
                        "describe",
                        "described-bytes",
                        "--with",
                        "laplaceNll",
                        "--set",
                        "laplaceNll.scale=1"))
                .isZero();
        assertThat(second.out()).doesNotContain("squared errors by");
    }

    @Test
    void aMissingLabelEndsTheDescription() throws IOException {
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
