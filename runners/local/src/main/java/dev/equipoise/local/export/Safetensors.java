package dev.equipoise.local.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.Disk.OutputFile;
import dev.equipoise.disk.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;

/**
 * Named arrays of 32-bit floats in the safetensors format: the header's length in 8 little-endian bytes, the header as
 * JSON, and then the arrays' little-endian bytes without a gap. The header is padded by spaces so that the arrays begin at
 * a multiple of 8 bytes.
 *
 * @param tensors by name, in the order of the header
 * @param metadata texts by name
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {

    /** The format's own limit of the header, in bytes. */
    private static final long LARGEST = 100_000_000;

    private static final int ALIGNMENT = 8;
    private static final int CHUNK = 1 << 16;
    private static final String METADATA = "__metadata__";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Writes a file that a reader sees either completely or not at all. */
    public void write(Disk disk, Path file) throws IOException {
        ByteBuffer header = header();
        WholeFile.write(disk, file, out -> {
            out.write(header);
            for (Tensor tensor : tensors.values()) {
                writeValues(out, tensor.values());
            }
        });
    }

    /** The header's length and the header, padded. */
    private ByteBuffer header() throws IOException {
        if (tensors.containsKey(METADATA)) {
            throw new IllegalArgumentException(
                    "an array's name must not be " + METADATA + ", which the format reserves");
        }
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            metadata.forEach(root.putObject(METADATA)::put);
        }
        long at = 0;
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            long end = at + Float.BYTES * (long) tensor.getValue().values().length;
            ObjectNode node = root.putObject(tensor.getKey()).put("dtype", "F32");
            node.set("shape", JSON.valueToTree(tensor.getValue().shape()));
            node.putArray("data_offsets").add(at).add(end);
            at = end;
        }
        byte[] json = JSON.writeValueAsBytes(root);
        int padded = Math.addExact(json.length, Math.floorMod(-json.length, ALIGNMENT));
        if (padded > LARGEST) {
            throw new IllegalArgumentException("a header must have at most " + LARGEST + " bytes, got " + padded);
        }
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded).put(json);
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        return bytes.flip();
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
}
