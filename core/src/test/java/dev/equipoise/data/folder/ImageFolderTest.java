package dev.equipoise.data.folder;

import static dev.equipoise.data.Annotations.NO_DATA;
import static dev.equipoise.data.folder.Pictures.grey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.equipoise.data.Annotations;
import dev.equipoise.data.DataFormatException;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.IdxBytes;
import dev.equipoise.data.Rows;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.ValueRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {

    @TempDir
    Path folder;

    private void picture(String name, int value, String format) {
        write(name, Pictures.write(grey(1, value), format));
    }

    private void write(String name, byte[] bytes) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        IdxBytes.write(file.getParent(), file.getFileName().toString(), bytes);
    }

    private DataSource source(String name, Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(Map.of("size", 1, "colour", false));
        all.put("folder", folder.resolve(name).toString());
        all.putAll(values);
        return new ImageFolder.Factory().create(Annotations.annotation(ImageFolder.class, all), NO_DATA);
    }

    /** The value of each picture, in order, and its label. */
    private static Map<Integer, Integer> labelled(Dataset data) {
        Map<Integer, Integer> labels = new TreeMap<>();
        for (Split split : List.of(data.training(), data.validation())) {
            split.forEach((n, row) -> labels.put((int) row[0], split.labels()[n]));
        }
        return labels;
    }

    @Test
    void foldersAreLabelsInTheirOrder() {
        picture("a/dogs/2.png", 1, "png");
        picture("a/cats/wild/1.gif", 2, "gif");
        picture("a/cats/1.bmp", 3, "bmp");
        picture("a/cats/B.png", 4, "png");
        write("a/cats/.DS_Store", new byte[] {1, 2, 3});
        write("a/.cache/x.bin", new byte[] {1, 2, 3});

        DataSource source = source("a", Map.of());

        assertThat(source.facts())
                .isEqualTo(new DataFacts(3, 1, List.of(1, 1, 1), Optional.of(new ValueRange(0, 255))));
        assertThat(labelled(source.load())).containsExactly(entry(1, 2), entry(2, 1), entry(3, 0), entry(4, 0));
        assertThat(source.description())
                .containsEntry("images in " + folder.resolve("a"), "2 PNG, 1 GIF, 1 BMP")
                .containsEntry("labels", "0 cats, 1 cats/wild, 2 dogs");
        assertThat(source.warnings()).isEmpty();
    }

    @Test
    void oneFolderHasNoLabels() {
        for (int i = 0; i < 4; i++) {
            picture("a/" + i + ".png", i, "png");
        }

        Dataset data = source("a", Map.of("validation", 0.5)).load();

        assertThat(data.training().labels()).isEmpty();
        assertThat(data.training().values()).hasSize(2).isSorted();
    }

    @Test
    void validationPicturesMayBeInAFolderOfTheirOwn() {
        picture("train/u/1.png", 1, "png");
        picture("train/v/1.png", 2, "png");
        picture("held/v/1.png", 3, "png");
        Map<String, Object> held =
                Map.of("validationFolder", folder.resolve("held").toString());

        assertThat(source("train", held).load().validation().labels()).containsExactly(1);
        assertThat(source("train", held).facts().trainingExamples()).isEqualTo(2);
        picture("held/w/1.png", 4, "png");
        assertThatThrownBy(() -> source("train", held).facts())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll("held: expected the folders of", "found w");
    }

    @Test
    void stratifiedEveryFolderValidates() {
        for (int i = 0; i < 40; i++) {
            picture("a/" + (i < 30 ? "many/" : "few/") + i + ".png", i, "png");
        }

        int[] labels =
                source("a", Map.of("stratified", true)).load().validation().labels();

        assertThat(labels).containsExactly(0, 1, 1, 1);
    }

    @Test
    void otherFilesAreAnErrorOrSkippedAndCounted() {
        picture("a/1.png", 1, "png");
        picture("a/2.png", 2, "png");
        write("a/labels.csv", "a,b\n1,2".getBytes());
        byte[] png = Pictures.write(grey(1, 3), "png");
        write("a/torn.png", Arrays.copyOf(png, png.length - 30));

        assertThatThrownBy(() -> source("a", Map.of()).facts())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll("labels.csv", "CsvData reads tables", "remove the file, or set skip to true");
        DataSource source = source("a", Map.of("skip", true));
        assertThat(source.facts().trainingExamples()).isEqualTo(1);
        assertThat(source.load().training().examples()).isEqualTo(1);
        assertThat(source.warnings()).singleElement().asString().contains("2 files", "are skipped", "labels.csv");
        assertThat(source.description().get("images in " + folder.resolve("a"))).isEqualTo("2 PNG; skipped: 2");
    }

    @Test
    void aTornPictureIsNamedWhenItIsRead() {
        picture("a/1.png", 1, "png");
        byte[] png = Pictures.write(grey(1, 3), "png");
        write("a/torn.png", Arrays.copyOf(png, png.length - 30));

        assertThatThrownBy(() -> source("a", Map.of()).load())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll("torn.png", "PNG image");
    }

    @Test
    void picturesThatDoNotFitAreDecodedWheneverTheyAreRead() {
        picture("a/1.png", 1, "png");
        picture("a/2.png", 200, "png");
        Square square = new Square(2, true);
        Rows rows =
                new ImageRows(ImageFiles.in(folder.resolve("a"), false, square).images(), square);
        float[] row = new float[13];

        rows.read(1, row, 1);

        assertThat(rows.count()).isEqualTo(2);
        assertThat(row).startsWith(0, 200, 200).endsWith(200);
    }

    @Test
    void foldersWithoutPicturesAndNoFoldersAreErrors() throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> source("empty", Map.of()).facts())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll("empty: expected images", "found none");
        write("idx/train-images-idx3-ubyte", IdxBytes.ubytes(2, 2, 2));
        assertThatThrownBy(() -> source("idx", Map.of("skip", true)).facts())
                .hasMessageContainingAll("found none", "which IdxData reads");
        picture("one/1.png", 1, "png");
        assertThatThrownBy(() -> source("one", Map.of()).facts()).hasMessageContaining("at least 2 examples");
        assertThatThrownBy(() -> source("none", Map.of()))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContainingAll("not there", "set imageFolder.folder");
    }

    @Test
    void newPicturesHaveTheLabelsOfTheRun() {
        picture("run/a/1.png", 10, "png");
        picture("run/b/1.png", 20, "png");
        picture("run/b/2.png", 30, "png");
        picture("more/b/1.png", 40, "png");
        picture("plain/1.png", 50, "png");
        picture("odd/c/1.png", 60, "png");
        DataSource source = source("run", Map.of());

        assertThat(source.read(folder.resolve("more")).orElseThrow().labels()).containsExactly(1);
        assertThat(source.read(folder.resolve("more/b/1.png")).orElseThrow().values())
                .containsExactly(40);
        assertThat(source.read(folder.resolve("plain")).orElseThrow().labels()).isEmpty();
        assertThatThrownBy(() -> source.read(folder.resolve("odd")))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll("odd: expected the folders of", "found c");
        assertThat(source("plain", Map.of())
                        .read(folder.resolve("odd"))
                        .orElseThrow()
                        .labels())
                .as("of a run without labels")
                .isEmpty();
    }
}
