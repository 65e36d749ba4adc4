package dev.equipoise.data;

import static dev.equipoise.data.IdxBytes.gzip;
import static dev.equipoise.data.IdxBytes.header;
import static dev.equipoise.data.IdxBytes.join;
import static dev.equipoise.data.IdxBytes.ubytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {

    @TempDir
    Path folder;

    @Test
    void unsignedBytesAreReadAsTheyAre() {
        IdxFile file = file(ubytes(2, 16, 8));

        assertThat(file.header()).hasToString("ubyte 2x16x8");
        assertThat(file.read()).hasSize(256).startsWith(0, 1, 2).endsWith(254, 255);
    }

    @Test
    void gzipIsRecognisedByContentAndNotByName() {
        Path plainWithGzipName = IdxBytes.write(folder, "plain.gz", ubytes(3, 5));
        Path gzippedWithPlainName = IdxBytes.write(folder, "gzipped", gzip(ubytes(3, 5)));

        assertThat(IdxFile.of(plainWithGzipName).read())
                .isEqualTo(IdxFile.of(gzippedWithPlainName).read());
        assertThat(IdxFile.of(gzippedWithPlainName).header().dimensions()).containsExactly(3, 5);
    }

    @Test
    void everyTypeIsReadBigEndian() {
        assertThat(file(join(header(0x09, 2), (byte) -128, (byte) 127)).read()).containsExactly(-128, 127);
        assertThat(values(0x0b, 4, b -> b.putShort((short) -2).putShort((short) 300)))
                .containsExactly(-2, 300);
        assertThat(values(0x0c, 8, b -> b.putInt(-70_000).putInt(70_000))).containsExactly(-70_000, 70_000);
        assertThat(values(0x0d, 8, b -> b.putFloat(0.1f).putFloat(-1e30f))).containsExactly(0.1f, -1e30f);
        assertThat(values(0x0e, 16, b -> b.putDouble(0.1).putDouble(-3))).containsExactly(0.1f, -3);
    }

    private float[] values(int type, int length, UnaryOperator<ByteBuffer> put) {
        return file(join(header(type, 2), put.apply(ByteBuffer.allocate(length)).array()))
                .read();
    }

    @Test
    void fourDimensionsAreRead() {
        assertThat(file(ubytes(2, 3, 4, 5)).header()).isEqualTo(new IdxHeader(IdxType.UBYTE, List.of(2, 3, 4, 5)));
        assertThat(file(ubytes(2, 3, 4, 5)).read()).hasSize(120);
    }

    @Test
    void filesLongerThanTheBufferAreReadWhole() {
        float[] values = file(gzip(ubytes(300, 1000))).read();

        assertThat(values).hasSize(300_000);
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isEqualTo(i % 256);
        }
    }

    @Test
    void theFirstItemsAloneCanBeRead() {
        float[] row = new float[3];
        file(ubytes(10, 3)).rows(2).read(1, row, 0);
        assertThat(row).containsExactly(3, 4, 5);
        assertThat(file(ubytes(10, 3)).rows(2).count()).isEqualTo(2);
        assertThat(file(ubytes(2, 3)).rows(10).count()).isEqualTo(2);
    }

    @Test
    void theRestIsCheckedWhereOnlyTheFirstItemsAreRead() {
        byte[] gzipped = gzip(ubytes(1000, 30));

        fails(() -> file(Arrays.copyOf(gzipped, gzipped.length - 9)).rows(1), "gzip data that end too early");
    }

    @Test
    void aWrongMagicNumberIsShown() {
        fails(
                () -> file("PNG and more".getBytes(StandardCharsets.US_ASCII)).header(),
                "data.idx, byte 0: expected an IDX file (00 00 type dimensions), found 50 4e 47 20");
        fails(() -> file(header(0x0a, 1)).header(), "byte 2: expected a type of 08, 09", "found 0a");
        fails(() -> file(header(0x08)).header(), "byte 3: expected 1 to 4 dimensions, found 0");
        fails(() -> file(header(0x08, 1, 1, 1, 1, 1)).header(), "byte 3: expected 1 to 4 dimensions, found 5");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 7, 11})
    void aHeaderThatEndsEarlyIsNamedWithItsOffset(int length) {
        fails(() -> file(Arrays.copyOf(ubytes(3, 5), length)).header(), "byte " + length, "found the end of the file");
    }

    @Test
    void aTruncatedFileIsNamedWithItsOffset() {
        byte[] good = ubytes(3, 5);

        fails(
                () -> file(Arrays.copyOf(good, 20)).read(),
                "byte 20: expected 27 bytes, as its header ubyte 3x5 says, found 20 bytes");
        fails(
                () -> file(gzip(Arrays.copyOf(good, 20))).read(),
                "byte 20: expected 27 uncompressed bytes, as its header ubyte 3x5 says, found 20 bytes");
    }

    @Test
    void trailingBytesAreFound() {
        fails(() -> file(join(ubytes(3, 5), (byte) 0)).header(), "byte 27: expected 27 bytes", "found 28 bytes");
        fails(() -> file(gzip(join(ubytes(3, 5), (byte) 0))).read(), "byte 27: expected 27", "found more bytes");
    }

    @Test
    void aTruncatedGzipFileIsFoundAtEveryLength() {
        byte[] gzipped = gzip(ubytes(10, 20));

        for (int length = 0; length < gzipped.length; length++) {
            byte[] truncated = Arrays.copyOf(gzipped, length);
            fails(() -> file(truncated).read(), "data.idx, byte ");
        }
    }

    @Test
    void aWrongChecksumIsFound() {
        byte[] gzipped = gzip(ubytes(10, 20));
        gzipped[gzipped.length - 8] ^= 1;

        fails(() -> file(gzipped).read(), "byte 212: expected a readable IDX file", "Corrupt GZIP trailer");
    }

    @Test
    void zeroItemsAreAnError() {
        fails(() -> file(header(0x08, 0, 28, 28)).header(), "byte 4: expected at least one item, found 0");
        fails(() -> file(header(0x08, 28, 0, 28)).header(), "byte 8: expected a positive dimension, found 0");
    }

    @Test
    void aHugeHeaderIsRefusedBeforeAnythingIsAllocated() {
        fails(
                () -> file(header(0x0e, 65536, 65536, 65536, 65536)).read(),
                "byte 12: expected at most 2147483639 values in an item");
        fails(() -> file(header(0x08, -1)).read(), "found a dimension of 4294967295");
        fails(() -> file(header(0x0e, 2_000_000_000)).read(), "expected 16000000008 bytes", "found 8 bytes");
        fails(
                () -> file(gzip(header(0x08, 2_000_000_000))).read(),
                "byte 4: expected at most",
                "a header of 2000000008 bytes, ubyte 2000000000");
    }

    /** A file with a hole in place of its values, so that it takes no room on the disk. */
    @Test
    void valuesThatTheHeapCannotHoldAreReadFromTheDisk() throws IOException {
        long items = Runtime.getRuntime().maxMemory() / 64 + 1;
        Path large = IdxBytes.write(folder, "large.idx", header(0x0b, (int) items, 8, 4));
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(16 + items * 64);
            file.seek(16 + (items - 1) * 64);
            file.writeShort(-7);
        }

        Rows rows = IdxFile.of(large).rows(Integer.MAX_VALUE);

        float[] last = new float[33];
        rows.read(rows.count() - 1, last, 1);
        assertThat(rows.count()).isEqualTo((int) items);
        assertThat(last).startsWith(0, -7, 0);
    }

    @Test
    void aFileThatIsCutOffWhileItsRowsAreUsedIsNamed() throws IOException {
        Path file = IdxBytes.write(folder, "cut.idx", ubytes(2, 16, 8));
        Rows rows = Rows.inFile(file, 16, 2, 128, IdxType.UBYTE);
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(200);
        }

        rows.read(0, new float[128], 0);
        fails(() -> rows.read(1, new float[128], 0), "cut.idx, byte 144: expected a file that can be read");
        fails(() -> Rows.inFile(file, 16, 2, 128, IdxType.UBYTE), "byte 200: expected 272 bytes, found 200 bytes");
    }

    /** Values that do not compress, so that the file can hold what the header says. */
    @Test
    void packedValuesThatTheHeapCannotHoldAreRefusedBeforeTheyAreAllocated() {
        long count = Runtime.getRuntime().maxMemory() / 12 + 1;
        assumeTrue(count < Integer.MAX_VALUE - 8, "a heap that holds any array");
        byte[] noise = new byte[(int) (count * 8 / 1000)];
        new Random(1).nextBytes(noise);
        byte[] packed = gzip(join(header(0x0e, (int) count), noise));

        fails(() -> file(packed).read(), "byte 8: expected values that fit the heap of ", "unpack the file");
    }

    @Test
    void aGzipBombIsInflatedNoFurtherThanItsHeaderSays() {
        byte[] bomb = gzip(join(header(0x08, 10), new byte[5_000_000]));
        bomb[bomb.length - 8] ^= 1;

        // The wrong checksum at the bomb's end would be found if the end were reached.
        fails(() -> file(bomb).read(), "byte 18: expected 18 uncompressed bytes", "found more bytes");
    }

    @Test
    void aDirectoryAndAMissingFileAreNamed() {
        fails(() -> IdxFile.of(folder).header(), folder + ", byte 0: expected a regular file, found a directory");
        fails(() -> IdxFile.of(folder.resolve("none")).read(), "none, byte 0", "found no such file");
    }

    @Test
    void anUnreadableFileIsNamed() throws IOException {
        Path file = IdxBytes.write(folder, "secret", ubytes(2, 2));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "this user reads everything");

        fails(() -> IdxFile.of(file).header(), "secret, byte 0", "found a file that this user may not read");
    }

    private IdxFile file(byte[] bytes) {
        return IdxFile.of(IdxBytes.write(folder, "data.idx", bytes));
    }

    private static void fails(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(DataFormatException.class).hasMessageContainingAll(parts);
    }
}
