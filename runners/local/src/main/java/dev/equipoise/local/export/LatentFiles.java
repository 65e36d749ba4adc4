package dev.equipoise.local.export;

import dev.equipoise.disk.Disk;
import dev.equipoise.disk.Disk.OutputFile;
import dev.equipoise.disk.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Encoded examples in files that a reader sees either completely or not at all: arrays of NumPy (format version 1.0) of
 * the shapes (examples, latents) and (examples), and a table of both with a header.
 *
 * @param folder that exists
 */
public record LatentFiles(Path folder) {

    private static final int ALIGNMENT = 64;

    /** The magic bytes, the version, and the length of the header. */
    private static final int PREAMBLE = 10;

    private static final int CHUNK = 1 << 16;

    private Path means() {
        return folder.resolve("means.npy");
    }

    private Path logVariances() {
        return folder.resolve("log_variances.npy");
    }

    private Path labels() {
        return folder.resolve("labels.npy");
    }

    private Path table() {
        return folder.resolve("latents.csv");
    }

    /** Every file that could be written. */
    public List<Path> all() {
        return List.of(means(), logVariances(), labels(), table());
    }

    /** Writes the examples; the files. */
    public List<Path> write(Disk disk, EncodedExamples examples) throws IOException {
        List<Path> files = new ArrayList<>(List.of(means(), logVariances(), table()));
        String shape = "(" + examples.examples() + ", " + examples.latents() + ")";
        float[] means = examples.codes().means();
        float[] logVariances = examples.codes().logVariances();
        int[] labels = examples.labels();
        array(disk, means(), "<f4", shape, means.length, (bytes, i) -> bytes.putFloat(means[i]));
        array(disk, logVariances(), "<f4", shape, means.length, (bytes, i) -> bytes.putFloat(logVariances[i]));
        if (labels.length > 0) {
            array(
                    disk,
                    labels(),
                    "<i4",
                    "(" + labels.length + ",)",
                    labels.length,
                    (bytes, i) -> bytes.putInt(labels[i]));
            files.add(labels());
        } else {
            disk.delete(labels());
        }
        WholeFile.write(disk, table(), out -> writeTable(out, examples));
        return files;
    }

    /** Puts a value of four bytes. */
    private interface Value {
        void put(ByteBuffer bytes, int index);
    }

    private static void array(Disk disk, Path file, String type, String shape, int count, Value value)
            throws IOException {
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
        int blanks = Math.floorMod(-(PREAMBLE + header.length() + 1), ALIGNMENT);
        String padded = header + " ".repeat(blanks) + "\n";
        WholeFile.write(disk, file, out -> {
            ByteBuffer bytes = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
            bytes.put((byte) 1).put((byte) 0).putShort((short) padded.length());
            bytes.put(padded.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < count; i++) {
                if (bytes.remaining() < Float.BYTES) {
                    out.write(bytes.flip());
                    bytes.clear();
                }
                value.put(bytes, i);
            }
            out.write(bytes.flip());
        });
    }

    private static void writeTable(OutputFile out, EncodedExamples examples) throws IOException {
        int latents = examples.latents();
        boolean labelled = examples.labels().length > 0;
        Stream<String> names = Stream.concat(
                IntStream.range(0, latents).mapToObj(i -> "mean_" + i),
                IntStream.range(0, latents).mapToObj(i -> "log_variance_" + i));
        line(out, (labelled ? "label," : "") + names.collect(Collectors.joining(",")));
        for (int n = 0; n < examples.examples(); n++) {
            StringBuilder line = new StringBuilder(labelled ? examples.labels()[n] + "," : "");
            append(line, examples.codes().means(), n * latents, latents);
            line.append(',');
            append(line, examples.codes().logVariances(), n * latents, latents);
            line(out, line.toString());
        }
    }

    private static void append(StringBuilder line, float[] values, int from, int count) {
        for (int i = 0; i < count; i++) {
            line.append(i == 0 ? "" : ",").append(values[from + i]);
        }
    }

    private static void line(OutputFile out, String text) throws IOException {
        out.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.US_ASCII)));
    }
}
