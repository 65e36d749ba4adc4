package dev.equipoise.local.internal.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.disk.Disk;
import dev.equipoise.local.internal.checkpoint.Manifest.Entry;
import dev.equipoise.local.internal.checkpoint.Manifest.Placed;
import dev.equipoise.run.IncompatibleResumeException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the files of one checkpoint. The manifest is believed only after its checksum, lengths only after they are those
 * of the files, and nothing larger than a file is ever allocated for it.
 */
final class CheckpointReading {

    private static final List<String> FILES =
            List.of(CheckpointWriting.PARAMETERS, CheckpointWriting.OPTIMIZER, CheckpointWriting.STATE);
    private static final List<String> FILES_WITH_CRITICS = List.of(
            CheckpointWriting.PARAMETERS,
            CheckpointWriting.OPTIMIZER,
            CheckpointWriting.CRITICS,
            CheckpointWriting.STATE);
    private static final int CHUNK = 1 << 16;

    private final Disk disk;
    private final Path directory;

    private CheckpointReading(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /**
     * All of it.
     *
     * @throws CorruptCheckpointException if any bit is not as it was written
     * @throws IncompatibleResumeException if it is as another version wrote it
     */
    static Saved read(Disk disk, Path directory) throws IOException, CorruptCheckpointException {
        try {
            return new CheckpointReading(disk, directory).read();
        } catch (NoSuchFileException e) {
            throw missing(e);
        }
    }

    /** When and why it was taken; the large files are not read. */
    static CheckpointInfo info(Disk disk, Path directory) throws IOException, CorruptCheckpointException {
        try {
            return new CheckpointReading(disk, directory).manifest().info();
        } catch (NoSuchFileException e) {
            throw missing(e);
        }
    }

    /** Also of one that is deleted while it is read. */
    private static CorruptCheckpointException missing(NoSuchFileException e) {
        return corrupt(e.getFile() + " is missing");
    }

    private Saved read() throws IOException, CorruptCheckpointException {
        Manifest manifest = manifest();
        checkLayout(manifest);
        Map<String, Tensor> parameters = arrays(manifest, CheckpointWriting.PARAMETERS);
        Map<String, Tensor> optimizer = arrays(manifest, CheckpointWriting.OPTIMIZER);
        Map<String, Tensor> critics =
                files(manifest).equals(FILES) ? Map.of() : arrays(manifest, CheckpointWriting.CRITICS);
        byte[] state = text(CheckpointWriting.STATE);
        if (!Sha256.of(state).equals(entry(manifest, CheckpointWriting.STATE).sha256())) {
            throw corrupt(CheckpointWriting.STATE + " has a wrong checksum");
        }
        return new Saved(
                manifest.info(), new Snapshot(parameters, optimizer, critics, StateJson.read(state, JsonNode.class)));
    }

    private Manifest manifest() throws IOException, CorruptCheckpointException {
        byte[] manifest = text(CheckpointWriting.MANIFEST);
        if (!Arrays.equals(text(CheckpointWriting.CHECKSUM), CheckpointWriting.checksum(manifest))) {
            throw corrupt(CheckpointWriting.MANIFEST + " has a wrong checksum");
        }
        JsonNode tree = StateJson.read(manifest, JsonNode.class);
        int format = tree.path("format").asInt();
        if (format != Manifest.FORMAT) {
            throw new IncompatibleResumeException(List.of("the checkpoint " + directory + " must have format "
                    + Manifest.FORMAT + ", got " + format + ": continue with the version that wrote it, equipoise "
                    + tree.path("software").asText()));
        }
        return StateJson.read(tree, Manifest.class, "the checkpoint " + directory);
    }

    private void checkLayout(Manifest manifest) throws IOException, CorruptCheckpointException {
        if (!files(manifest).equals(FILES) && !files(manifest).equals(FILES_WITH_CRITICS)) {
            throw corrupt("its files must be " + FILES + " or " + FILES_WITH_CRITICS);
        }
        Map<String, Long> ends = new LinkedHashMap<>();
        for (Placed tensor : manifest.tensors()) {
            long start = ends.getOrDefault(tensor.file(), 0L);
            if (tensor.offset() != start
                    || tensor.bytes() != size(tensor)
                    || !tensor.dtype().equals(CheckpointWriting.FLOAT32)) {
                throw corrupt("the place of " + tensor.path() + " is impossible");
            }
            ends.put(tensor.file(), start + tensor.bytes());
        }
        for (Entry file : manifest.files()) {
            long length = disk.size(directory.resolve(file.file()));
            boolean filled =
                    file.file().equals(CheckpointWriting.STATE) || ends.getOrDefault(file.file(), 0L) == file.bytes();
            if (length != file.bytes() || !filled) {
                throw corrupt(file.file() + " must have " + file.bytes() + " bytes, got " + length);
            }
        }
    }

    private static long size(Placed tensor) throws CorruptCheckpointException {
        try {
            long size = Float.BYTES;
            for (long length : tensor.shape()) {
                if (length < 0) {
                    return -1;
                }
                size = Math.multiplyExact(size, length);
            }
            return size / Float.BYTES <= Integer.MAX_VALUE ? size : -1;
        } catch (ArithmeticException e) {
            throw new CorruptCheckpointException("the shape of " + tensor.path() + " is impossible");
        }
    }

    private Map<String, Tensor> arrays(Manifest manifest, String file) throws IOException, CorruptCheckpointException {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        try (DigestInputStream in = new DigestInputStream(
                new BufferedInputStream(disk.read(directory.resolve(file)), CHUNK), Sha256.digest())) {
            for (Placed tensor : manifest.tensors()) {
                if (tensor.file().equals(file)) {
                    long[] shape =
                            tensor.shape().stream().mapToLong(Long::longValue).toArray();
                    arrays.put(tensor.path(), new Tensor(shape, values(in, (int) (tensor.bytes() / Float.BYTES))));
                }
            }
            if (in.read() >= 0
                    || !Sha256.hex(in.getMessageDigest())
                            .equals(entry(manifest, file).sha256())) {
                throw corrupt(file + " has a wrong checksum");
            }
        }
        return arrays;
    }

    private float[] values(InputStream in, int count) throws IOException, CorruptCheckpointException {
        float[] values = new float[count];
        byte[] chunk = new byte[CHUNK];
        for (int at = 0; at < count; ) {
            int bytes = (int) Math.min(CHUNK, (long) Float.BYTES * (count - at));
            if (in.readNBytes(chunk, 0, bytes) < bytes) {
                throw corrupt("a file ends before its arrays");
            }
            ByteBuffer.wrap(chunk, 0, bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values, at, bytes / Float.BYTES);
            at += bytes / Float.BYTES;
        }
        return values;
    }

    private static List<String> files(Manifest manifest) {
        return manifest.files().stream().map(Entry::file).toList();
    }

    private static Entry entry(Manifest manifest, String file) {
        return manifest.files().get(files(manifest).indexOf(file));
    }

    private byte[] text(String name) throws IOException, CorruptCheckpointException {
        Path file = directory.resolve(name);
        long largest = CheckpointWriting.largest(name);
        if (disk.size(file) > largest) {
            throw corrupt(name + " must have at most " + largest + " bytes, got " + disk.size(file));
        }
        try (InputStream in = disk.read(file)) {
            return in.readAllBytes();
        }
    }

    private static CorruptCheckpointException corrupt(String what) {
        return new CorruptCheckpointException(what);
    }
}
