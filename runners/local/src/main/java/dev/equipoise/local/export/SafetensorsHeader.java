package dev.equipoise.local.export;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.DataFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the header of a safetensors file says, checked against the file's length.
 *
 * @param entries in the order of the header
 * @param metadata texts by name
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {

    /** The format's own limit, in bytes. */
    static final long LARGEST = 100_000_000;

    private static final int ALIGNMENT = 8;
    private static final String METADATA = "__metadata__";
    private static final String TYPE = "dtype";
    private static final String SHAPE = "shape";
    private static final String OFFSETS = "data_offsets";
    private static final String FLOAT32 = "F32";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * One array.
     *
     * @param begin of its bytes, counted from the end of the header
     * @param end the byte after them
     */
    record Entry(String name, long[] shape, long begin, long end) {

        /** The number of its values. */
        int count() {
            return (int) ((end - begin) / Float.BYTES);
        }
    }

    /** Of arrays one after the other. */
    static SafetensorsHeader of(Map<String, Tensor> tensors) {
        if (tensors.containsKey(METADATA)) {
            throw new IllegalArgumentException(
                    "an array's name must not be " + METADATA + ", which the format reserves");
        }
        List<Entry> entries = new ArrayList<>();
        long at = 0;
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            long end = at + Float.BYTES * (long) tensor.getValue().values().length;
            entries.add(new Entry(tensor.getKey(), tensor.getValue().shape(), at, end));
            at = end;
        }
        return new SafetensorsHeader(entries, Map.of());
    }

    /** The header's length and the header, padded. */
    ByteBuffer bytes(Map<String, String> texts) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        if (!texts.isEmpty()) {
            texts.forEach(root.putObject(METADATA)::put);
        }
        for (Entry entry : entries) {
            ObjectNode node = root.putObject(entry.name()).put(TYPE, FLOAT32);
            node.set(SHAPE, JSON.valueToTree(entry.shape()));
            node.putArray(OFFSETS).add(entry.begin()).add(entry.end());
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

    /**
     * Reads a header.
     *
     * @param size bytes of the file after the header
     */
    static SafetensorsHeader read(Path file, byte[] header, long size) throws IOException {
        return new Reading(file).header(header, size);
    }

    /** Reads one file's header, and says which file where it is wrong. */
    private record Reading(Path file) {

        SafetensorsHeader header(byte[] bytes, long size) throws IOException {
            JsonNode root = tree(bytes);
            if (bytes[0] != '{' || !root.isObject()) {
                throw wrong("a JSON object", "another start");
            }
            Map<String, String> metadata = new LinkedHashMap<>();
            List<Entry> entries = new ArrayList<>();
            for (Map.Entry<String, JsonNode> field : root.properties()) {
                if (field.getKey().equals(METADATA)) {
                    metadata.putAll(metadata(field.getValue()));
                } else {
                    entries.add(entry(field.getKey(), field.getValue()));
                }
            }
            checkCovered(entries, size);
            return new SafetensorsHeader(entries, metadata);
        }

        private JsonNode tree(byte[] bytes) throws IOException {
            try {
                return JSON.readTree(bytes);
            } catch (JacksonException e) {
                throw wrong("JSON", e.getOriginalMessage());
            }
        }

        private Map<String, String> metadata(JsonNode node) {
            Map<String, String> metadata = new LinkedHashMap<>();
            if (!node.isObject()) {
                throw wrong(METADATA + " to be an object of texts", node.getNodeType());
            }
            for (Map.Entry<String, JsonNode> text : node.properties()) {
                if (!text.getValue().isTextual()) {
                    throw wrong(
                            METADATA + "." + text.getKey() + " to be a text",
                            text.getValue().getNodeType());
                }
                metadata.put(text.getKey(), text.getValue().textValue());
            }
            return metadata;
        }

        private Entry entry(String name, JsonNode node) {
            if (!node.isObject() || node.size() != 3 || !node.path(TYPE).isTextual()) {
                throw wrong(name + " to have dtype, shape and data_offsets", "something else");
            }
            if (!node.path(TYPE).textValue().equals(FLOAT32)) {
                throw wrong(name + " to have dtype " + FLOAT32, node.path(TYPE).textValue());
            }
            long[] shape = lengths(name + ".shape", node.path(SHAPE));
            long[] offsets = lengths(name + ".data_offsets", node.path(OFFSETS));
            if (offsets.length != 2 || offsets[1] - offsets[0] != bytes(name, shape)) {
                throw wrong(
                        name + " to have two data_offsets that " + bytes(name, shape) + " bytes lie between",
                        node.path(OFFSETS));
            }
            return new Entry(name, shape, offsets[0], offsets[1]);
        }

        private long[] lengths(String what, JsonNode node) {
            if (!node.isArray()) {
                throw wrong(what + " to be a list", node.getNodeType());
            }
            long[] lengths = new long[node.size()];
            for (int i = 0; i < lengths.length; i++) {
                JsonNode length = node.get(i);
                if (!length.isIntegralNumber() || !length.canConvertToLong() || length.longValue() < 0) {
                    throw wrong(what + " to hold whole numbers of at least 0", length);
                }
                lengths[i] = length.longValue();
            }
            return lengths;
        }

        private long bytes(String name, long[] shape) {
            long count = 1;
            try {
                for (long length : shape) {
                    count = Math.multiplyExact(count, length);
                }
            } catch (ArithmeticException e) {
                count = Long.MAX_VALUE;
            }
            if (count > Integer.MAX_VALUE - ALIGNMENT) {
                throw wrong(name + " to have at most 2^31 values", "a shape of more");
            }
            return Float.BYTES * count;
        }

        /** The arrays lie one after the other, without gap or overlap, and fill the file. */
        private void checkCovered(List<Entry> entries, long size) {
            long at = 0;
            List<Entry> sorted = entries.stream()
                    .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
                    .toList();
            for (Entry entry : sorted) {
                if (entry.begin() != at) {
                    throw wrong(entry.name() + " to begin at byte " + at + " of the arrays", entry.begin());
                }
                at = entry.end();
            }
            if (at != size) {
                throw wrong(at + " bytes of arrays", size);
            }
        }

        private DataFormatException wrong(String expected, Object found) {
            return new DataFormatException(file, Long.BYTES, expected, String.valueOf(found));
        }
    }
}
