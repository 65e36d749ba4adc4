package dev.equipoise.data.npy;

import static dev.equipoise.data.Annotations.NO_DATA;
import static dev.equipoise.data.npy.NpyWriter.array;
import static dev.equipoise.data.npy.NpyWriter.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.data.Annotations;
import dev.equipoise.data.DataFormatException;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.IdxBytes;
import dev.equipoise.data.ImageAxes;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.ValueRange;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyDataTest {

    private static final Optional<ValueRange> BYTES = Optional.of(new ValueRange(0, 255));

    @TempDir
    Path folder;

    private String write(String name, byte[] bytes) {
        return IdxBytes.write(folder, name, bytes).toString();
    }

    private static DataSource source(Map<String, Object> values) {
        return new NpyData.Factory().create(Annotations.annotation(NpyData.class, new HashMap<>(values)), NO_DATA);
    }

    @Test
    void aTableIsDividedByShareAndSeed() {
        String file = write("table.npy", array("<f4", "(20, 3)", 240));
        DataSource source = source(Map.of("file", file, "validation", 0.25));

        assertThat(source.facts()).isEqualTo(new DataFacts(15, 5, List.of(3), Optional.empty()));
        Dataset data = source.load();
        assertThat(data.training().examples()).isEqualTo(15);
        assertThat(data.validation().labels()).isEmpty();
        assertThat(data.validation().values())
                .isEqualTo(source.load().validation().values())
                .isNotEqualTo(source(Map.of("file", file, "validation", 0.25, "seed", 9L))
                        .load()
                        .validation()
                        .values());
        assertThat(source.files()).containsExactly(Path.of(file), Path.of(file));
    }

    @Test
    void theNamedSplitsAndLabelsOfMedMnistAreFound() {
        String file = write(
                "pathmnist.npz",
                zip(
                        true,
                        "train_images",
                        array("|u1", "(4, 2, 2, 3)", 48),
                        "val_images",
                        array("|u1", "(2, 2, 2, 3)", 24),
                        "test_images",
                        array("|u1", "(1, 2, 2, 3)", 12),
                        "train_labels",
                        array("|u1", "(4, 1)", 4),
                        "val_labels",
                        array("|u1", "(2, 1)", 2)));

        DataSource source = source(Map.of("file", file, "axes", ImageAxes.CHANNELS_LAST));

        assertThat(source.facts()).isEqualTo(new DataFacts(4, 2, List.of(3, 2, 2), BYTES));
        assertThat(source.load().training().values()).startsWith(0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11, 12);
        assertThat(source.load().training().labels()).containsExactly(0, 1, 2, 3);
        assertThat(source.load().validation().labels()).containsExactly(0, 1);
        assertThat(source.warnings()).isEmpty();
        assertThat(source(Map.of("file", file, "axes", ImageAxes.CHANNELS_LAST, "validationArray", "test_images"))
                        .facts()
                        .validationExamples())
                .isEqualTo(1);
    }

    /** Kuzushiji-49: each array in an archive of its own, as arr_0. */
    @Test
    void everySplitAndItsLabelsMayBeInFilesOfTheirOwn() {
        DataSource source = source(Map.of(
                "file", write("k49-train-imgs.npz", zip(true, "arr_0", array("|u1", "(3, 4, 5)", 60))),
                "labels", write("k49-train-labels.npz", zip(true, "arr_0", array("|u1", "(3,)", 3))),
                "validationFile", write("k49-test-imgs.npz", zip(true, "arr_0", array("|u1", "(2, 4, 5)", 40))),
                "validationLabels", write("labels.npy", array("|i1", "(2,)", 2))));

        assertThat(source.facts()).isEqualTo(new DataFacts(3, 2, List.of(1, 4, 5), BYTES));
        assertThat(source.load().training().labels()).containsExactly(0, 1, 2);
        assertThat(source.load().validation().labels()).containsExactly(0, 1);
        assertThat(source.files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly("k49-train-imgs.npz", "k49-test-imgs.npz");
    }

    @Test
    void aValidationArchiveIsReadByTheNameOfTheTrainingArray() {
        byte[] two = array("|u1", "(2, 1)", 2);
        String train = write("t.npz", zip(true, "b", two));
        String held = write("v.npz", zip(true, "a", two, "b", array("|u1", "(3, 1)", 3)));

        assertThat(source(Map.of("file", train, "validationFile", held)).facts().validationExamples())
                .isEqualTo(3);
        assertThat(source(Map.of("file", train, "validationFile", held, "validationArray", "a"))
                        .facts()
                        .validationExamples())
                .isEqualTo(2);
    }

    @Test
    void labelsFollowTheirExamplesAndStratify() {
        byte[] labels = array("|u1", "(100,)", 100);
        for (int i = 0; i < 100; i++) {
            labels[labels.length - 100 + i] = (byte) (i / 50);
        }
        String file = write("a.npz", zip(false, "x", array("|u1", "(100, 2)", 200), "y", labels));

        Dataset data = source(Map.of("file", file, "stratified", true)).load();

        assertThat(data.validation().labels()).containsExactly(0, 0, 0, 0, 0, 1, 1, 1, 1, 1);
        for (int i = 0; i < 10; i++) {
            assertThat(data.validation().values()[2 * i] < 100)
                    .as("values 0 to 99 are of the first fifty examples")
                    .isEqualTo(data.validation().labels()[i] == 0);
        }
    }

    @Test
    void truthValuesDeclareTheirRangeAndBytesOfATableDoNot() {
        assertThat(source(Map.of("file", write("b.npy", array("|b1", "(4, 2)", 8))))
                        .facts()
                        .range())
                .contains(new ValueRange(0, 1));
        assertThat(source(Map.of("file", write("b.npy", array("|u1", "(4, 2)", 8))))
                        .facts()
                        .range())
                .isEmpty();
    }

    @Test
    void channelsLastAreRefusedUntilTheirOrderIsStated() {
        String file = write("c.npy", array("|u1", "(4, 8, 8, 3)", 768));

        assertThatThrownBy(() -> source(Map.of("file", file)).facts())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll("c.npy", "set their axes to CHANNELS_LAST");
        assertThat(source(Map.of("file", file, "axes", ImageAxes.CHANNELS_FIRST))
                        .facts()
                        .shape())
                .containsExactly(8, 8, 3);
    }

    @Test
    void whatCannotBeUsedIsNamed() {
        String many = write("many.npz", zip(true, "a", array("|u1", "(2, 2)", 4), "b", array("|u1", "(2, 2)", 4)));

        refused(Map.of("file", many), "many.npz must hold one array, or one of a usual name", "got a, b");
        refused(Map.of("file", many, "array", "c"), "must hold the array 'c', got an archive of a, b");
        refused(Map.of("file", many, "array", "a", "labels", "b"), "(array b)", "2 whole numbers", "uint8 2x2");
        refused(Map.of("file", write("one.npy", array("|u1", "(4,)", 4))), "one.npy", "2 to 4 dimensions", "uint8 4");
        refused(Map.of("file", write("t.npy", "a,b\n1,2".getBytes())), "t.npy, byte 0", "an array of NumPy");
        refused(
                Map.of(
                        "file", write("x.npy", array("|u1", "(4, 2)", 8)),
                        "validationFile", write("v.npy", array("|u1", "(4, 3)", 12))),
                "v.npy",
                "uint8 4x2",
                "uint8 4x3");
        assertThatThrownBy(
                        () -> source(Map.of("file", folder.resolve("none.npy").toString())))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContainingAll("file must be a file that NumPy saved", "not there", "set npyData.file");
    }

    private static void refused(Map<String, Object> values, String... parts) {
        assertThatThrownBy(() -> source(values).load())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void labelsThatCannotBeUsedAreNamedInAWarning() {
        String file = write(
                "chest.npz", zip(true, "images", array("|u1", "(4, 2, 2)", 16), "labels", array("|u1", "(4, 14)", 56)));

        assertThat(source(Map.of("file", file)).load().training().labels()).isEmpty();
        assertThat(source(Map.of("file", file)).warnings())
                .singleElement()
                .asString()
                .contains("no labels are used", "array labels", "uint8 4x14");
    }

    @Test
    void numbersThatAreNoFloatsStayExact() {
        byte[] bytes = array("<f8", "(4, 1)", 32);
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(bytes.length - 32, 1.6e9 + 1)
                .putDouble(bytes.length - 24, 0.1)
                .putDouble(bytes.length - 16, 0.1)
                .putDouble(bytes.length - 8, 1.6e9 + 1);

        Dataset data =
                source(Map.of("file", write("d.npy", bytes), "validation", 0.5)).load();

        assertThat(data.training().rows().exact()).isTrue();
        double[] exact = new double[4];
        for (int i = 0; i < 4; i++) {
            (i < 2 ? data.training() : data.validation()).rows().read(i % 2, exact, i);
        }
        assertThat(exact).containsExactlyInAnyOrder(1.6e9 + 1, 0.1, 0.1, 1.6e9 + 1);
    }

    @Test
    void newFilesAreReadAsThoseOfTheRun() {
        String file = write("table.npy", array("<f4", "(20, 3)", 240));
        Path more =
                Path.of(write("more.npz", zip(true, "x", array("<f4", "(4, 3)", 48), "y", array("|u1", "(4,)", 4))));
        Path wide = Path.of(write("wide.npy", array("<f4", "(4, 5)", 80)));
        Path bytes = Path.of(write("bytes.npy", array("|u1", "(4, 3)", 12)));
        DataSource source = source(Map.of("file", file));

        assertThat(source.read(more).orElseThrow().examples()).isEqualTo(4);
        assertThat(source.read(more).orElseThrow().labels()).containsExactly(0, 1, 2, 3);
        for (Path other : List.of(wide, bytes)) {
            assertThatThrownBy(() -> source.read(other))
                    .isInstanceOf(DataFormatException.class)
                    .hasMessageContainingAll(other.toString(), "items like those of", "float32 20x3");
        }
    }

    @Test
    void newImagesHaveTheAxesOfTheRun() {
        String file = write("train.npy", array("|u1", "(4, 2, 2, 3)", 48));
        Path more = Path.of(write("more.npy", array("|u1", "(1, 2, 2, 3)", 12)));

        assertThat(source(Map.of("file", file, "axes", ImageAxes.CHANNELS_LAST))
                        .read(more)
                        .orElseThrow()
                        .values())
                .containsExactly(0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11);
    }

    @Test
    void testArraysOfAnArchiveAreTheTestSplit() {
        byte[] four = array("|u1", "(4, 2)", 8);
        byte[] three = array("|u1", "(3, 2)", 6);
        byte[] wide = array("|u1", "(3, 5)", 15);
        String keras =
                write("keras.npz", zip(true, "x_train", four, "x_test", three, "y_test", array("|u1", "(3,)", 3)));

        Dataset data = source(Map.of("file", keras, "validation", 0.5)).load();

        assertThat(data.training().examples() + data.validation().examples()).isEqualTo(4);
        assertThat(data.test().orElseThrow().values()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(data.test().orElseThrow().labels()).containsExactly(0, 1, 2);
        assertThat(source(Map.of("file", keras, "validationArray", "x_test"))
                        .load()
                        .test())
                .as("what validates is no test")
                .isEmpty();
        String odd = write("odd.npz", zip(true, "x_train", four, "x_test", wide));
        assertThatThrownBy(() -> source(Map.of("file", odd)).facts())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll("array x_test", "items like those of", "uint8 4x2", "uint8 3x5");
    }
}
