package dev.equipoise.local.export;

import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.DataFormatException;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.Disk.OutputFile;
import dev.equipoise.disk.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named arrays of 32-bit floats in the safetensors format: the header's length in 8 little-endian bytes, the header as
 * JSON, and then the arrays' little-endian bytes without a gap. The writer pads the header by spaces so that the arrays
 * begin at a multiple of 8 bytes. The reader believes nothing: no size is allocated that the file does not have.
 *
 * @param tensors by name, in the order of the header
 * @param metadata texts by name
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {

    private static final int CHUNK = 1 << 16;

    /** Writes a file that is seen whole or not at all. */
    public void write(Disk disk, Path file) throws IOException {
        ByteBuffer header = SafetensorsHeader.of(tensors).bytes(metadata);
        WholeFile.write(disk, file, out -> {
            out.write(header);
            for (Tensor tensor : tensors.values()) {
                writeValues(out, tensor.values());
            }
        });
    }

    private static void writeValues(OutputFile out, float[] values) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < values.length; ) {
            int count = Math.min(CHUNK / Float.BYTES, values.length - at);
            chunk.clear().asFloatBuffer().put(values, at, count);
            out.write(chunk.limit(count * Float.BYTES));
            at += count;
        }
    }

    /**
     * Reads a file.
     *
     * @throws DataFormatException where it is not as the format says, or holds other arrays than of 32-bit floats
     */
    public static Safetensors read(Path file) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = in.size();
            if (size < Long.BYTES) {
                throw new DataFormatException(file, 0, "8 bytes of the header's length", size + " bytes in all");
            }
            long length = bytes(in, file, Long.BYTES).getLong();
            if (length < 2 || length > SafetensorsHeader.LARGEST || length > size - Long.BYTES) {
                throw new DataFormatException(
                        file,
                        0,
                        "a header of 2 to " + Math.min(SafetensorsHeader.LARGEST, size - Long.BYTES) + " bytes",
                        Long.toUnsignedString(length));
            }
            SafetensorsHeader header =
                    SafetensorsHeader.read(file, bytes(in, file, (int) length).array(), size - Long.BYTES - length);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (SafetensorsHeader.Entry entry : header.entries()) {
                in.position(Long.BYTES + length + entry.begin());
                tensors.put(entry.name(), new Tensor(entry.shape(), values(in, file, entry.count())));
            }
            return new Safetensors(tensors, header.metadata());
        }
    }

    private static float[] values(FileChannel in, Path file, int count) throws IOException {
        float[] values = new float[count];
        for (int at = 0; at < count; ) {
            int next = Math.min(CHUNK / Float.BYTES, count - at);
            bytes(in, file, next * Float.BYTES).asFloatBuffer().get(values, at, next);
            at += next;
        }
        return values;
    }

    private static ByteBuffer bytes(FileChannel in, Path file, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (in.read(bytes) < 0) {
                throw new DataFormatException(file, in.position(), bytes.remaining() + " more bytes", "the end");
            }
        }
        return bytes.flip();
    }
}
