package dev.equipoise.data.folder;

import dev.equipoise.data.IdxBytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Draws pictures and writes them. */
final class Pictures {

    private Pictures() {}

    static byte[] write(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            if (!ImageIO.write(image, format, stream)) {
                throw new AssertionError("no writer of " + format + " for " + image);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Grey pixels, row by row. */
    static BufferedImage grey(int width, int... values) {
        BufferedImage image = new BufferedImage(width, values.length / width, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < values.length; i++) {
            image.getRaster().setSample(i % width, i / width, 0, values[i]);
        }
        return image;
    }

    /** Pixels of alpha, red, green and blue, row by row, in a picture of any type. */
    static BufferedImage colours(int type, int width, int... argb) {
        BufferedImage image = new BufferedImage(width, argb.length / width, type);
        for (int i = 0; i < argb.length; i++) {
            image.setRGB(i % width, i / width, argb[i]);
        }
        return image;
    }

    /** Four quadrants of 16 x 16 pixels: black and dark grey above light grey and white. */
    static BufferedImage quadrants() {
        int[] values = new int[32 * 32];
        Arrays.setAll(values, i -> 85 * (i % 32 / 16 + 2 * (i / 32 / 16)));
        return grey(32, values);
    }

    /** A JPEG with a block of Exif that states an orientation. */
    static byte[] turned(byte[] jpeg, int orientation, boolean littleEndian) {
        ByteBuffer block = ByteBuffer.allocate(36)
                .put(new byte[] {(byte) 0xff, (byte) 0xe1})
                .putShort((short) 34)
                .put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1))
                .put((littleEndian ? "II" : "MM").getBytes(StandardCharsets.ISO_8859_1))
                .order(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        block.putShort((short) 42).putInt(8).putShort((short) 1);
        block.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        byte[] start = IdxBytes.join(Arrays.copyOf(jpeg, 2), block.array());
        return IdxBytes.join(start, Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }
}
