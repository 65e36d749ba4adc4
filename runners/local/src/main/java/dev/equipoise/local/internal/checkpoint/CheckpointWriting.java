package dev.equipoise.local.internal.checkpoint;

import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.Disk.OutputFile;
import dev.equipoise.local.internal.checkpoint.Manifest.Entry;
import dev.equipoise.local.internal.checkpoint.Manifest.Placed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Writes the files of one checkpoint into a new directory, each forced, the manifest after what it lists and its checksum
 * last.
 */
final class CheckpointWriting {

    static final String PARAMETERS = "params.bin";
    static final String OPTIMIZER = "optim.bin";
    static final String CRITICS = "critics.bin";
    static final String STATE = "state.json";
    static final String MANIFEST = "MANIFEST.json";
    static final String CHECKSUM = "MANIFEST.sha256";
    static final String FLOAT32 = "float32";

    private static final int BUFFER = 1 << 18;

    private final Disk disk;
    private final Path directory;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private final List<Entry> files = new ArrayList<>();
    private final List<Placed> tensors = new ArrayList<>();

    private CheckpointWriting(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Writes; the number of bytes. */
    static long write(Disk disk, Path directory, Snapshot snapshot, CheckpointInfo info, String software, String at)
            throws IOException {
        return new CheckpointWriting(disk, directory).write(snapshot, info, software, at);
    }

    private long write(Snapshot snapshot, CheckpointInfo info, String software, String at) throws IOException {
        arrays(PARAMETERS, snapshot.parameters());
        arrays(OPTIMIZER, snapshot.optimizer());
        if (!snapshot.critics().isEmpty()) {
            arrays(CRITICS, snapshot.critics());
        }
        byte[] state = StateJson.bytes(snapshot.state());
        text(STATE, state);
        files.add(new Entry(STATE, state.length, Sha256.of(state)));
        byte[] manifest = StateJson.bytes(new Manifest(Manifest.FORMAT, software, info, at, files, tensors));
        text(MANIFEST, manifest);
        byte[] checksum = checksum(manifest);
        text(CHECKSUM, checksum);
        return files.stream().mapToLong(Entry::bytes).sum() + manifest.length + checksum.length;
    }

    /** How many bytes a text may have, to be written and to be read: what a run remembers grows with its data. */
    static long largest(String text) {
        return text.equals(STATE) ? 1L << 30 : 64L << 20;
    }

    /** The whole content of the checksum's file. */
    static byte[] checksum(byte[] manifest) {
        return (Sha256.of(manifest) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private void text(String name, byte[] content) throws IOException {
        if (content.length > largest(name)) {
            throw new IOException(name + " must have at most " + largest(name) + " bytes, got " + content.length
                    + ", and larger ones are never read: give the run less to save, such as smaller images,"
                    + " fewer steps of preprocessing or fewer arrays");
        }
        try (OutputFile out = disk.create(directory.resolve(name))) {
            out.write(ByteBuffer.wrap(content));
            out.force();
        }
    }

    private void arrays(String name, Map<String, Tensor> arrays) throws IOException {
        MessageDigest digest = Sha256.digest();
        long offset = 0;
        try (OutputFile out = disk.create(directory.resolve(name))) {
            for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
                Tensor tensor = array.getValue();
                values(tensor.values(), out, digest);
                long bytes = (long) Float.BYTES * tensor.values().length;
                List<Long> shape = LongStream.of(tensor.shape()).boxed().toList();
                tensors.add(new Placed(array.getKey(), shape, FLOAT32, name, offset, bytes, tensor.finite()));
                offset += bytes;
            }
            flush(out, digest);
            out.force();
        }
        files.add(new Entry(name, offset, Sha256.hex(digest)));
    }

    private void values(float[] values, OutputFile out, MessageDigest digest) throws IOException {
        for (float value : values) {
            if (!buffer.hasRemaining()) {
                flush(out, digest);
            }
            buffer.putFloat(value);
        }
    }

    private void flush(OutputFile out, MessageDigest digest) throws IOException {
        buffer.flip();
        digest.update(buffer.duplicate());
        out.write(buffer);
        buffer.clear();
    }
}
