package dev.equipoise.data.npy;

import static dev.equipoise.data.npy.NpyWriter.array;
import static dev.equipoise.data.npy.NpyWriter.dictionary;
import static dev.equipoise.data.npy.NpyWriter.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.data.DataFormatException;
import dev.equipoise.data.IdxBytes;
import dev.equipoise.data.Rows;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that NumPy 2.4.6 wrote, and damaged ones. */
class NpyArrayTest {

    @TempDir
    Path folder;

    private static Path resource(String name) {
        try {
            return Path.of(NpyArrayTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static double[] values(NpyArray array) {
        Rows rows = array.rows();
        double[] values = new double[rows.count() * rows.elements()];
        for (int i = 0; i < rows.count(); i++) {
            rows.read(i, values, i * rows.elements());
        }
        return values;
    }

    /** The value of element i in the order of rows: i % 3 = 0, 20 i, 10 i - 60, (i - 5)/4. */
    @ParameterizedTest
    @ValueSource(strings = {"b1", "u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8"})
    void everyTypeIsReadInBothOrdersOfBytesAndOfAxes(String type) {
        for (String order : List.of("little_C", "little_F", "big_C", "big_F")) {
            NpyArray array = new NpyArray(resource("types.npz"), type + "_" + order);

            assertThat(array.header().shape()).containsExactly(2, 3, 2);
            assertThat(values(array))
                    .as(order)
                    .containsExactly(IntStream.range(0, 12)
                            .mapToDouble(i -> switch (type.charAt(0)) {
                                case 'b' -> i % 3 == 0 ? 1 : 0;
                                case 'u' -> 20 * i;
                                case 'i' -> 10 * i - 60;
                                default -> (i - 5) / 4.0;
                            })
                            .toArray());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyVersionIsRead(int version) {
        assertThat(values(new NpyArray(resource("version" + version + ".npy"), "")))
                .containsExactly(0, 1, 2, 3, 4, 5);
    }

    @ParameterizedTest
    @CsvSource({
        "objects, objects",
        "strings, strings",
        "bytes, strings of bytes",
        "dates, dates",
        "durations, durations",
        "complex, complex numbers",
        "records, records with named fields",
        "long, floats of this width"
    })
    void whatIsNoArrayOfNumbersIsRefusedByName(String name, String word) {
        assertThatThrownBy(() -> new NpyArray(resource("refused.npz"), name).header())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll("refused.npz (array " + name + ")", word, "save");
    }

    /** By IEEE 754: subnormal, largest, infinite, none. */
    @Test
    void halvesAreReadExactly() {
        byte[] bytes = array("<f2", "(1, 5)", 10);
        int at = bytes.length - 10;
        short[] bits = {0x0001, 0x7bff, (short) 0xfc00, 0x7e00, (short) 0xbc00};
        for (int i = 0; i < 5; i++) {
            bytes[at + 2 * i] = (byte) bits[i];
            bytes[at + 2 * i + 1] = (byte) (bits[i] >> 8);
        }

        assertThat(values(file(bytes))).containsExactly(0x1p-24, 65504, Double.NEGATIVE_INFINITY, Double.NaN, -1);
    }

    @Test
    void unsignedNumbersOf64BitsAreNotNegative() {
        byte[] bytes = array("<u8", "(1, 1)", 8);
        Arrays.fill(bytes, bytes.length - 8, bytes.length, (byte) 0xff);

        assertThat(values(file(bytes))).containsExactly(0x1p64);
    }

    private NpyArray file(byte[] bytes) {
        return new NpyArray(IdxBytes.write(folder, "data.npy", bytes), "");
    }

    private NpyArray member(byte[] archive) {
        return new NpyArray(IdxBytes.write(folder, "data.npz", archive), "a");
    }

    @Test
    void aFileOfAnotherLengthIsNamedWithItsOffset() {
        byte[] good = array("<f4", "(3, 2)", 24);

        fails(file(Arrays.copyOf(good, good.length - 1)), "data.npy, byte 151: expected 152 bytes", "found 151 bytes");
        fails(file(Arrays.copyOf(good, good.length + 1)), "byte 152: expected 152 bytes", "float32 3x2", "found 153");
        fails(member(zip(true, "a", Arrays.copyOf(good, 151))), "(array a), byte 151", "found 151 bytes");
    }

    @Test
    void aWrongHeaderIsShown() {
        fails(file(new byte[0]), "byte 0: expected an array of NumPy", "found no bytes");
        fails(file("not an array".getBytes()), "found 6e 6f 74 20 61");
        byte[] good = array("<f4", "(3, 2)", 24);
        good[6] = 4;
        fails(file(good), "byte 6: expected version 1, 2 or 3 of the format, found 4");
        fails(file(dictionary("{}")), "no dictionary with 'descr'");
        fails(file(dictionary("{'descr': '<f4', 'shape': (3, 2)}")), "no 'fortran_order' or no 'shape'");
        fails(file(array("<f4", "(0, 2)", 0)), "which has no values");
        fails(file(array("<f3", "(1, 2)", 6)), "'<f3'");
        fails(file(array("|f4", "(1, 2)", 8)), "'|f4'");
    }

    @Test
    void hugeShapesAreRefusedBeforeAnythingIsAllocated() {
        fails(file(array("<f8", "(99999999999, 2)", 0)), "more than 2147483639 items");
        fails(file(array("<f8", "(2, 65536, 65536)", 0)), "more than 2147483639 items, or values in an item");
        fails(file(array("<f8", "(2147483000, 2147483000)", 0)), "more than any file holds");
        fails(file(array("<f8", "(2147483000, 200)", 0)), "found 128 bytes");
        fails(member(zip(true, "a", array("<f8", "(2147483000, 200)", 0))), "found 128 bytes");
    }

    @Test
    void aDamagedMemberIsFoundByItsChecksum() {
        byte[] archive = zip(false, "a", array("|u1", "(50, 20)", 1000));
        archive[600] ^= 1;

        fails(member(archive), "data.npz (array a)", "expected bytes of the checksum");
    }

    /** A file with a hole in place of its values, so that it takes no room on the disk. */
    @Test
    void anArrayThatTheHeapCannotHoldIsReadWhereItIsUsed() throws IOException {
        int items = (int) (Runtime.getRuntime().maxMemory() / 1000);
        byte[] start = array("<i2", "(" + items + ", 1000)", 0);
        Path large = IdxBytes.write(folder, "large.npy", start);
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(start.length + 2000L * items);
            file.seek(file.length() - 2);
            file.write(new byte[] {1, 2});
        }

        Rows rows = new NpyArray(large, "").rows();
        float[] last = new float[1000];
        rows.read(items - 1, last, 0);
        assertThat(last).startsWith(0, 0).endsWith(0, 0x201);
        Path transposed = IdxBytes.write(
                folder,
                "transposed.npy",
                dictionary("{'descr': '<i2', 'fortran_order': True, 'shape': (" + items + ", 1000), }"));
        try (RandomAccessFile file = new RandomAccessFile(transposed.toFile(), "rw")) {
            file.setLength(file.length() + 2000L * items);
        }
        assertThatThrownBy(() -> new NpyArray(transposed, "").rows())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll("transposed.npy", "half the heap", "ascontiguousarray");
    }

    @Test
    void aMissingFileIsNamed() {
        fails(new NpyArray(folder.resolve("none.npy"), ""), "none.npy", "found no such file");
        fails(new NpyArray(folder.resolve("none.npz"), "a"), "none.npz", "found no such file");
    }

    private static void fails(NpyArray array, String... parts) {
        assertThatThrownBy(array::bytes).isInstanceOf(DataFormatException.class).hasMessageContainingAll(parts);
    }
}
