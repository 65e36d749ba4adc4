package dev.equipoise.data.folder;

import static dev.equipoise.data.folder.Pictures.colours;
import static dev.equipoise.data.folder.Pictures.grey;
import static dev.equipoise.data.folder.Pictures.quadrants;
import static dev.equipoise.data.folder.Pictures.turned;
import static dev.equipoise.data.folder.Pictures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.data.DataFormatException;
import dev.equipoise.data.IdxBytes;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {

    private static final int RED = 0xffff0000;
    private static final int GREEN = 0xff00ff00;
    private static final int BLUE = 0xff0000ff;
    private static final int WHITE = 0xffffffff;

    @TempDir
    Path folder;

    private int[] read(byte[] bytes, int size, boolean colour) {
        byte[] read = new ImageFile(IdxBytes.write(folder, "picture", bytes)).read(new Square(size, colour));
        int[] values = new int[read.length];
        Arrays.setAll(values, i -> read[i] & 0xff);
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "bmp"})
    void coloursAreReadChannelsFirst(String format) {
        // Java itself fails to read interlaced GIF files, as it writes them, of less than five rows.
        int[] quadrants = {RED, GREEN, BLUE, WHITE};
        int[] pixels = new int[8 * 8];
        Arrays.setAll(pixels, i -> quadrants[i % 8 / 4 + i / 32 * 2]);
        byte[] bytes = write(colours(BufferedImage.TYPE_INT_RGB, 8, pixels), format);

        assertThat(read(bytes, 2, true)).containsExactly(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255);
    }

    @Test
    void jpegIsReadAboutAsItWas() {
        int[] read = read(write(quadrants(), "jpeg"), 2, false);

        for (int i = 0; i < 4; i++) {
            assertThat(read[i]).isCloseTo(85 * i, within(4));
        }
        int[] red = new int[64];
        Arrays.fill(red, RED);
        int[] colour = read(write(colours(BufferedImage.TYPE_INT_RGB, 8, red), "jpeg"), 1, true);
        assertThat(colour[0]).isGreaterThan(250);
        assertThat(colour[1]).isLessThan(5);
    }

    /** Java's own conversion of grey to colours would make 100 of it 168. */
    @Test
    void greyKeepsItsValues() {
        byte[] bytes = write(grey(2, 0, 1, 100, 255), "png");

        assertThat(read(bytes, 2, false)).containsExactly(0, 1, 100, 255);
        assertThat(read(bytes, 2, true)).containsExactly(0, 1, 100, 255, 0, 1, 100, 255, 0, 1, 100, 255);
    }

    @Test
    void coloursBecomeLuma() {
        byte[] bytes = write(colours(BufferedImage.TYPE_INT_RGB, 2, RED, GREEN, BLUE, WHITE), "png");

        assertThat(read(bytes, 2, false)).containsExactly(76, 150, 29, 255);
    }

    @Test
    void samplesOf16BitsAreRoundedTo8() {
        BufferedImage grey = new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY);
        int[] samples = {0, 257, 25_700, 65_535};
        for (int i = 0; i < 4; i++) {
            grey.getRaster().setSample(i % 2, i / 2, 0, samples[i]);
        }
        assertThat(read(write(grey, "png"), 2, false)).containsExactly(0, 1, 100, 255);

        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, Transparency.OPAQUE, DataBuffer.TYPE_USHORT);
        WritableRaster raster = model.createCompatibleWritableRaster(1, 1);
        raster.setPixel(0, 0, new int[] {65_535, 25_700, 128});
        assertThat(read(write(new BufferedImage(model, raster, false, null), "png"), 1, true))
                .containsExactly(255, 100, 0);
    }

    @Test
    void palettesAndSingleBitsAreResolved() {
        assertThat(read(write(colours(BufferedImage.TYPE_BYTE_INDEXED, 2, RED, GREEN, BLUE, WHITE), "png"), 2, true))
                .containsExactly(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255);
        assertThat(read(write(colours(BufferedImage.TYPE_BYTE_BINARY, 2, 0, WHITE, WHITE, 0), "png"), 2, false))
                .containsExactly(0, 255, 255, 0);
    }

    @Test
    void whatIsTransparentShowsWhite() {
        byte[] bytes =
                write(colours(BufferedImage.TYPE_INT_ARGB, 2, 0xff000000, 0x00000000, 0x80000000, 0x33ff0000), "png");

        assertThat(read(bytes, 2, false)).containsExactly(0, 255, 127, 219);
    }

    @Test
    void largerPicturesAreAveragedOverAreas() {
        assertThat(read(
                        write(grey(4, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150), "png"),
                        2,
                        false))
                .containsExactly(25, 45, 105, 125);
        assertThat(read(write(grey(3, 0, 90, 180, 0, 90, 180, 0, 90, 180), "png"), 2, false))
                .as("the middle column belongs to both")
                .containsExactly(30, 150, 30, 150);
        assertThat(read(write(grey(3, 0, 0, 0, 90, 90, 90, 180, 180, 180), "png"), 2, false))
                .as("the middle row belongs to both")
                .containsExactly(30, 30, 150, 150);
        assertThat(read(write(grey(2, 10, 20, 30, 40), "png"), 4, false))
                .as("enlarged")
                .containsExactly(10, 10, 20, 20, 10, 10, 20, 20, 30, 30, 40, 40, 30, 30, 40, 40);
    }

    @Test
    void theMiddleOfAWideOrHighPictureIsTaken() {
        assertThat(read(write(grey(4, 0, 10, 20, 30, 40, 50, 60, 70), "png"), 2, false))
                .containsExactly(10, 20, 50, 60);
        assertThat(read(write(grey(1, 0, 10, 20), "png"), 1, false)).containsExactly(10);
    }

    /** Exif: which edges of the stored picture are shown at the top and at the left. */
    @ParameterizedTest
    @CsvSource({
        "1, 0 1 2 3",
        "2, 1 0 3 2",
        "3, 3 2 1 0",
        "4, 2 3 0 1",
        "5, 0 2 1 3",
        "6, 2 0 3 1",
        "7, 3 1 2 0",
        "8, 1 3 0 2"
    })
    void picturesAreTurnedAsExifSays(int orientation, String quadrants) {
        for (boolean littleEndian : new boolean[] {true, false}) {
            int[] read = read(turned(write(quadrants(), "jpeg"), orientation, littleEndian), 2, false);
            assertThat(Arrays.stream(read).map(value -> Math.round(value / 85f)))
                    .containsExactly(Arrays.stream(quadrants.split(" "))
                            .map(Integer::valueOf)
                            .toArray(Integer[]::new));
        }
    }

    private void refused(byte[] bytes, String... parts) {
        assertThatThrownBy(() -> read(bytes, 2, false))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("picture: expected an image")
                .hasMessageContainingAll(parts);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void otherFilesAreNamedWithThePartThatReadsThem() {
        refused(IdxBytes.ubytes(3, 2, 2), "an IDX file, which IdxData reads");
        refused(IdxBytes.gzip(IdxBytes.ubytes(3, 2, 2)), "IdxData reads gzipped");
        refused(latin("\u0093NUMPY\1\0"), "an array of NumPy, which NpyData reads");
        refused(latin("PK\3\4...."), "an archive; NpyData reads those of NumPy");
        refused(latin("a,b\n1,2\n"), "text; CsvData reads tables");
        refused(new byte[2 * 3073], "Cifar10 reads");
        refused(new byte[2 * 3074], "Cifar100 reads");
        refused(latin("II*\0xxxxxxxx"), "a TIFF image; convert it to PNG");
        refused(latin("RIFFxxxxWEBPxxxx"), "a WebP image");
        refused(latin("\0\0\0\u0018ftypheic"), "a HEIC or AVIF image");
        refused(new byte[0], "an empty file");
        assertThatThrownBy(() -> new ImageFile(folder.resolve("none")).kind())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("found no such file");
    }

    @Test
    void fourColoursAreRefusedByName() {
        byte[] frame = {
            (byte) 0xff,
            (byte) 0xd8,
            (byte) 0xff,
            (byte) 0xc0,
            0,
            20,
            8,
            0,
            16,
            0,
            16,
            4,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0
        };

        refused(frame, "CMYK", "convert it to RGB");
    }

    @Test
    void sizesThatTheFileCannotHoldAreRefusedBeforeDecoding() {
        byte[] png = write(grey(2, 1, 2, 3, 4), "png");
        png[16] = 0x00;
        png[17] = 0x01;
        png[20] = 0x00;
        png[21] = 0x01;
        refused(png, "65538 x 65538 pixels in a PNG image of", "more than they can hold");

        byte[] bmp = write(grey(2, 1, 2, 3, 4), "bmp");
        bmp[20] = 0x7f;
        refused(bmp, "pixels in a BMP image of", "more than they can hold");

        byte[] long16 = Arrays.copyOf(png, 1 << 20);
        refused(long16, "65538 x 65538 pixels", "too many for a picture to train on");
    }

    @Test
    void damagedPicturesAreRefused() {
        byte[] jpeg = write(quadrants(), "jpeg");
        refused(Arrays.copyOf(jpeg, jpeg.length - 40), "JPEG image");
        byte[] png = write(quadrants(), "png");
        refused(Arrays.copyOf(png, png.length - 40), "PNG image");
        int[] noise = new int[64 * 64];
        Arrays.setAll(noise, i -> (int) (i * 2_654_435_761L >>> 8 & 0xff));
        byte[] noisy = write(grey(64, noise), "jpeg");
        refused(Arrays.copyOf(noisy, noisy.length - 60), "a damaged JPEG image", "premature end");
        assertThat(read(Arrays.copyOf(noisy, noisy.length - 2), 8, false))
                .as("only its last marker is missing")
                .isEqualTo(read(noisy, 8, false));
    }
}
