package dev.equipoise.data;

import static dev.equipoise.data.Annotations.NO_DATA;
import static dev.equipoise.data.IdxBytes.gzip;
import static dev.equipoise.data.IdxBytes.header;
import static dev.equipoise.data.IdxBytes.join;
import static dev.equipoise.data.IdxBytes.ubytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.ValueRange;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxDataTest {

    private static final String TRAIN = "train-images-idx3-ubyte";
    private static final String VALIDATION = "t10k-images-idx3-ubyte";

    @TempDir
    Path folder;

    @Test
    void theFourFilesOfMnistAreFoundGzippedOrNot() {
        write(TRAIN + ".gz", gzip(ubytes(4, 2, 3)));
        write(VALIDATION, ubytes(2, 2, 3));
        write("train-labels-idx1-ubyte", join(header(0x08, 4), (byte) 3, (byte) 1, (byte) 4, (byte) 1));
        write("t10k-labels-idx1-ubyte.gz", gzip(join(header(0x08, 2), (byte) 5, (byte) 9)));

        DataSource source = source(Map.of());

        assertThat(source.facts())
                .isEqualTo(new DataFacts(4, 2, List.of(1, 2, 3), Optional.of(new ValueRange(0, 255))));
        Dataset data = source.load();
        assertThat(data.training().values()).hasSize(24).startsWith(0, 1, 2);
        assertThat(data.training().labels()).containsExactly(3, 1, 4, 1);
        assertThat(data.validation().values()).hasSize(12);
        assertThat(data.validation().labels()).containsExactly(5, 9);
    }

    @Test
    void twoDimensionsAreATableWithoutLabelsOrRange() {
        write(
                "a",
                join(header(0x0d, 2, 3), ByteBuffer.allocate(24).putFloat(1.5f).array()));
        write("b", join(header(0x0d, 1, 3), new byte[12]));

        DataSource source = source(Map.of("train", "a", "validation", "b"));

        assertThat(source.facts()).isEqualTo(new DataFacts(2, 1, List.of(3), Optional.empty()));
        assertThat(source.load().training().values()).containsExactly(1.5f, 0, 0, 0, 0, 0);
        assertThat(source.load().training().labels()).isEmpty();
    }

    @Test
    void fourDimensionsAreImagesWithChannels() {
        write("a", ubytes(2, 3, 4, 5));
        write("b.gz", gzip(ubytes(1, 3, 4, 5)));

        assertThat(source(Map.of("train", "a", "validation", "b")).facts().shape())
                .containsExactly(3, 4, 5);
    }

    @Test
    void imagesWithTheirChannelsLastAreRefusedUntilTheirOrderIsSaid() {
        write("a", ubytes(2, 28, 28, 3));
        write("b", ubytes(1, 28, 28, 3));

        assertThatThrownBy(() -> source(Map.of("train", "a", "validation", "b")).facts())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll("[28, 28, 3]", "set their axes to CHANNELS_LAST");
        DataSource last = source(Map.of("train", "a", "validation", "b", "axes", ImageAxes.CHANNELS_LAST));
        assertThat(last.facts().shape()).containsExactly(3, 28, 28);
        assertThat(last.load().training().values()).startsWith(0, 3, 6, 9);
        assertThat(last.load().training().values()[784 + 1])
                .as("the second green")
                .isEqualTo(4);
        assertThat(source(Map.of("train", "a", "validation", "b", "axes", ImageAxes.CHANNELS_FIRST))
                        .facts()
                        .shape())
                .containsExactly(28, 28, 3);
    }

    /** The files of EMNIST keep the columns of an image as rows. */
    @Test
    void heightAndWidthAreSwappedOnRequest() {
        write("a", ubytes(2, 2, 3));
        write("b", ubytes(1, 2, 3));
        DataSource swapped = source(Map.of("train", "a", "validation", "b", "transpose", true));
        assertThat(swapped.facts().shape()).containsExactly(1, 3, 2);
        assertThat(swapped.load().training().values()).containsExactly(0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11);

        write("a", ubytes(1, 1, 2, 3));
        write("b", ubytes(1, 1, 2, 3));
        assertThat(source(Map.of("train", "a", "validation", "b", "transpose", true, "axes", ImageAxes.CHANNELS_LAST))
                        .load()
                        .training()
                        .values())
                .as("red, then green, then blue; each 2 high and 1 wide")
                .containsExactly(0, 3, 1, 4, 2, 5);
    }

    @ParameterizedTest
    @CsvSource({"8, 1", "9, 1", "11, 2", "12, 4", "13, 4", "14, 8"})
    void imagesOfEveryTypeHaveSeveralChannels(int type, int width) {
        ByteBuffer values = ByteBuffer.allocate(12 * width);
        for (int i = 0; i < 12; i++) {
            switch (type) {
                case 8, 9 -> values.put((byte) i);
                case 11 -> values.putShort((short) i);
                case 12 -> values.putInt(i);
                case 13 -> values.putFloat(i);
                default -> values.putDouble(i);
            }
        }
        write("a", join(header(type, 1, 2, 2, 3), values.array()));
        write("b", join(header(type, 1, 2, 2, 3), values.array()));
        DataSource source = source(Map.of("train", "a", "validation", "b", "axes", ImageAxes.CHANNELS_LAST));

        assertThat(source.facts().shape()).containsExactly(3, 2, 2);
        assertThat(source.facts().range().isPresent()).isEqualTo(type == 8);
        assertThat(source.load().training().values()).containsExactly(0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11);
    }

    @Test
    void namesThatAHintOffersAreReadAndAreNotTheirOwnLabels() {
        write("faces-train.gz", gzip(ubytes(4, 2, 3)));
        write("faces-test.gz", gzip(ubytes(2, 2, 3)));

        DataSource source = source(Map.of("train", "faces-train.gz", "validation", "faces-test.gz"));

        assertThat(source.load().training().labels()).isEmpty();
        assertThat(source.warnings()).isEmpty();
    }

    @Test
    void labelsOfAnotherShapeAreNamedAndNotOfferedAsImages() {
        write("qmnist-train-images-idx3-ubyte", ubytes(4, 2, 3));
        write("qmnist-test-images-idx3-ubyte", ubytes(2, 2, 3));
        write("qmnist-train-labels-idx2-int", join(header(0x0c, 4, 8), new byte[128]));

        assertThatThrownBy(() -> source(Map.of()))
                .hasMessageContaining(
                        "set idxData.train to one of qmnist-test-images-idx3-ubyte, qmnist-train-images-idx3-ubyte")
                .hasMessageNotContaining("labels-idx2");
        assertThat(source(Map.of(
                                "train", "qmnist-train-images-idx3-ubyte",
                                "validation", "qmnist-test-images-idx3-ubyte"))
                        .warnings())
                .singleElement()
                .asString()
                .contains("no labels are used", "qmnist-train-labels-idx2-int");
    }

    @Test
    void doublesKeepTheirPrecisionBesideTheNearestFloats() {
        write(
                "a",
                join(
                        header(0x0e, 1, 2),
                        ByteBuffer.allocate(16).putDouble(1.6e9 + 1).array()));
        write(
                "b",
                join(header(0x0e, 1, 2), ByteBuffer.allocate(16).putDouble(0.5).array()));

        Dataset data = source(Map.of("train", "a", "validation", "b")).load();

        double[] exact = new double[2];
        data.training().rows().read(0, exact, 0);
        assertThat(exact).containsExactly(1.6e9 + 1, 0);
        assertThat(data.training().values()).containsExactly(1.6e9f, 0);
        assertThat(data.validation().rows().exact()).as("floats suffice").isFalse();
    }

    @Test
    void aValueThatIsNotFiniteIsNamedWithItsFile() {
        write("a", join(header(0x0d, 1, 2), new byte[8]));
        write(
                "b",
                join(
                        header(0x0d, 1, 2),
                        ByteBuffer.allocate(8).putFloat(1).putFloat(Float.NaN).array()));
        DataSource source = source(Map.of("train", "a", "validation", "b"));

        assertThatThrownBy(() -> PreprocessedData.load(source, List.of(), part -> "the data idxData", 0))
                .isInstanceOf(DataFormatException.class)
                .hasMessage("the validation split of the data idxData (" + folder.resolve("b")
                        + ") must be finite, got NaN in example 0, column 1 (both counted from 0), the first of 1 such"
                        + " values; fill them, or remove their examples");
    }

    /** 2,400 million values, of which two thousand are read. */
    @Test
    void aHeaderOfMoreValuesThanAnArrayHoldsIsReadInPart() {
        IdxHeader header = new IdxHeader(IdxType.UBYTE, List.of(200_000, 3, 64, 64));
        assertThat(header.itemElements()).isEqualTo(12_288);
        byte[] stated = header(0x08, 200_000, 3, 64, 64);
        assertThatThrownBy(() ->
                        IdxFile.of(IdxBytes.write(folder, "celeba", stated)).header())
                .as("its length is what is wrong, not its size")
                .hasMessageContaining("2457600020 bytes");
    }

    @Test
    void examplesLimitTheTrainingSplitAlone() {
        write(TRAIN, ubytes(4, 2, 3));
        write(VALIDATION, ubytes(3, 2, 3));
        write("train-labels-idx1-ubyte", join(header(0x08, 4), (byte) 3, (byte) 1, (byte) 4, (byte) 1));

        DataSource source = source(Map.of("examples", 2));

        assertThat(source.facts().trainingExamples()).isEqualTo(2);
        assertThat(source.facts().validationExamples()).isEqualTo(3);
        assertThat(source.load().training().examples()).isEqualTo(2);
        assertThat(source.load().training().labels()).containsExactly(3, 1);
    }

    @Test
    void aFileThatIsNotThereIsAnsweredWithThoseThatAre() {
        write("shirts-idx3-ubyte.gz", gzip(ubytes(4, 2, 3)));
        write("shirts-labels", join(header(0x08, 1), (byte) 0));
        write("readme.txt", new byte[] {1, 2, 3, 4, 5});

        InvalidPartException error = catchThrowableOfType(InvalidPartException.class, () -> source(Map.of()));

        assertThat(error.problems())
                .containsExactly(
                        "train must name an IDX file in " + folder + ", got '" + TRAIN
                                + "'; set idxData.train to one of shirts-idx3-ubyte.gz",
                        "validation must name an IDX file in " + folder + ", got '" + VALIDATION
                                + "'; set idxData.validation to one of shirts-idx3-ubyte.gz");
    }

    @Test
    void aFolderWithoutIdxFilesAndNoFolderAtAllAreErrors() {
        assertThatThrownBy(() -> source(Map.of()))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContaining("there are no IDX files in it, set idxData.folder");
        assertThatThrownBy(() -> source(Map.of("folder", folder.resolve("none").toString())))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContainingAll("folder must be a folder of IDX files", "not there", "set idxData.folder");
        assertThatThrownBy(() -> source(Map.of("folder", ""))).isInstanceOf(InvalidPartException.class);
        assertThatThrownBy(() -> source(Map.of("folder", "a\0b"))).isInstanceOf(InvalidPartException.class);
    }

    @Test
    void splitsOfDifferentShapesAreRefused() {
        write(TRAIN, ubytes(4, 2, 3));
        write(VALIDATION, ubytes(2, 3, 2));

        assertThatThrownBy(() -> source(Map.of()).facts())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll(VALIDATION, "ubyte 4x2x3", "found ubyte 2x3x2");
    }

    @Test
    void splitsOfDifferentTypesAreRefused() {
        write(TRAIN, ubytes(4, 2, 3));
        write(VALIDATION, join(header(0x09, 1, 2, 3), new byte[6]));

        assertThatThrownBy(() -> source(Map.of()).facts())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("found byte 1x2x3");
    }

    @Test
    void labelsThatDoNotMatchAreRefused() {
        write(TRAIN, ubytes(4, 2, 3));
        write(VALIDATION, ubytes(2, 2, 3));
        write("train-labels-idx1-ubyte", ubytes(3));

        assertThatThrownBy(() -> source(Map.of()).facts())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll("train-labels-idx1-ubyte", "4 whole numbers", "found ubyte 3");
    }

    @Test
    void oneDimensionIsNoData() {
        write("a", ubytes(4));
        write("b", ubytes(4));

        assertThatThrownBy(() -> source(Map.of("train", "a", "validation", "b")).facts())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("expected 2 to 4 dimensions, found ubyte 4");
    }

    @Test
    void factsReadNothingBehindTheHeaders() {
        byte[] gzipped = gzip(ubytes(1000, 28, 28));
        write(TRAIN, Arrays.copyOf(gzipped, gzipped.length - 100));
        write(VALIDATION, ubytes(2, 28, 28));

        assertThat(source(Map.of()).facts().trainingExamples()).isEqualTo(1000);
        assertThatThrownBy(() -> source(Map.of()).load()).isInstanceOf(DataFormatException.class);
    }

    private DataSource source(Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(Map.of("folder", folder.toString()));
        all.putAll(values);
        return new IdxData.Factory().create(Annotations.annotation(IdxData.class, all), NO_DATA);
    }

    private void write(String name, byte[] bytes) {
        IdxBytes.write(folder, name, bytes);
    }
}
