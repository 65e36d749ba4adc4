package dev.equipoise.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files, right and wrong ones. */
public final class IdxBytes {

    private IdxBytes() {}

    public static byte[] header(int type, int... dimensions) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length);
        bytes.putShort((short) 0).put((byte) type).put((byte) dimensions.length);
        Arrays.stream(dimensions).forEach(bytes::putInt);
        return bytes.array();
    }

    /** Values 0, 1, 2 ... modulo 256. */
    public static byte[] ubytes(int... dimensions) {
        byte[] values = new byte[Arrays.stream(dimensions).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) i;
        }
        return join(header(0x08, dimensions), values);
    }

    public static byte[] join(byte[] first, byte... second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static Path write(Path folder, String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
