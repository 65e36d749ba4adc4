package dev.equipoise.data.npy;

import dev.equipoise.data.IdxBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes arrays as NumPy does, right and wrong ones. */
final class NpyWriter {

    private NpyWriter() {}

    /** An array whose bytes are 0, 1, 2 ... modulo 256. */
    static byte[] array(String type, String shape, int bytes) {
        byte[] values = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            values[i] = (byte) i;
        }
        return dictionary("{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }", values);
    }

    static byte[] dictionary(String text, byte... values) {
        byte[] padded =
                (text + " ".repeat(63 - (10 + text.length()) % 64) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] start = ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) padded.length)
                .array();
        return IdxBytes.join(IdxBytes.join(start, padded), values);
    }

    /** An archive of names and arrays in turn. */
    static byte[] zip(boolean deflated, Object... namesAndArrays) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndArrays.length; i += 2) {
                byte[] bytes = (byte[]) namesAndArrays[i + 1];
                ZipEntry entry = new ZipEntry(namesAndArrays[i] + ".npy");
                if (!deflated) {
                    CRC32 sum = new CRC32();
                    sum.update(bytes);
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(bytes.length);
                    entry.setCrc(sum.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(bytes);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
