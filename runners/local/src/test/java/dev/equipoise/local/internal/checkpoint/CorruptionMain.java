package dev.equipoise.local.internal.checkpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.ForwardingDisk;
import dev.equipoise.disk.SimulatedDisk;
import dev.equipoise.run.IncompatibleResumeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads one checkpoint with every bit flipped and with every length, and with impossible manifests; in a small heap. */
final class CorruptionMain {

    private static final Path DIRECTORY = Path.of("checkpoint");

    private int tried;

    private CorruptionMain() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("detected " + new CorruptionMain().all());
    }

    private int all() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        disk.createDirectories(DIRECTORY);
        CheckpointWriting.write(
                disk, DIRECTORY, Checkpoints.snapshot(12), Checkpoints.info(12), "test", "2026-11-22T16:00:00Z");
        Altered altered = new Altered(disk);
        if (detects(altered)) {
            throw new IllegalStateException("what was not altered must be read");
        }
        for (Path file : disk.list(DIRECTORY)) {
            byte[] whole = bytes(disk, file);
            for (int bit = 0; bit < 8 * whole.length; bit++) {
                byte[] flipped = whole.clone();
                flipped[bit / 8] ^= (byte) (1 << (bit % 8));
                expect(altered, file, flipped, "bit " + bit + " flipped");
            }
            for (int length = 0; length < whole.length; length++) {
                expect(altered, file, Arrays.copyOf(whole, length), "cut to " + length);
            }
            expect(altered, file, Arrays.copyOf(whole, whole.length + 1), "a byte longer");
        }
        for (Consumer<ObjectNode> attack : attacks()) {
            attack(disk, altered, attack);
        }
        return tried;
    }

    /** Manifests that claim what is not there, with a checksum that holds. */
    private static List<Consumer<ObjectNode>> attacks() {
        return List.of(
                manifest -> tensor(manifest).put("bytes", Long.MAX_VALUE),
                manifest -> tensor(manifest).put("bytes", 4L << 30),
                manifest -> tensor(manifest).put("bytes", -4),
                manifest -> tensor(manifest).put("offset", 4),
                manifest -> tensor(manifest).put("offset", -48),
                manifest -> tensor(manifest).put("file", "../params.bin"),
                manifest -> tensor(manifest).put("dtype", "float64"),
                manifest -> shape(manifest, Long.MAX_VALUE, Long.MAX_VALUE),
                manifest -> shape(manifest, 1L << 40),
                CorruptionMain::holdsOneTensorOfAGigabyte,
                CorruptionMain::agreesWithItself,
                // 4 bytes times these are the right 48, modulo 2^64.
                manifest -> shape(manifest, 4, (1L << 60) + 3),
                manifest -> shape(manifest, -3, -4),
                manifest -> shape(manifest, 0),
                manifest -> ((ArrayNode) manifest.get("tensors")).remove(0),
                manifest -> ((ObjectNode) manifest.get("files").get(0)).put("bytes", 1L << 50),
                manifest -> ((ObjectNode) manifest.get("files").get(2)).put("bytes", 1L << 29),
                manifest -> ((ObjectNode) manifest.get("files").get(0)).put("file", "/etc/passwd"),
                manifest -> ((ArrayNode) manifest.get("files")).remove(2),
                manifest -> manifest.put("format", 1));
    }

    private static ObjectNode tensor(ObjectNode manifest) {
        return (ObjectNode) manifest.get("tensors").get(0);
    }

    private static void shape(ObjectNode manifest, long... lengths) {
        ArrayNode shape = tensor(manifest).putArray("shape");
        long bytes = 4;
        for (long length : lengths) {
            shape.add(length);
            bytes *= length;
        }
        tensor(manifest).put("bytes", bytes);
    }

    private static void holdsOneTensorOfAGigabyte(ObjectNode manifest) {
        ArrayNode tensors = (ArrayNode) manifest.get("tensors");
        while (tensors.get(1).get("file").equals(tensors.get(0).get("file"))) {
            tensors.remove(1);
        }
        shape(manifest, 1L << 28);
    }

    /** In all that it says: the length of the file alone speaks against it. */
    private static void agreesWithItself(ObjectNode manifest) {
        holdsOneTensorOfAGigabyte(manifest);
        ((ObjectNode) manifest.get("files").get(0)).put("bytes", 1L << 30);
    }

    private void attack(Disk disk, Altered altered, Consumer<ObjectNode> attack) throws IOException {
        try {
            Path file = DIRECTORY.resolve(CheckpointWriting.MANIFEST);
            ObjectNode manifest = StateJson.read(bytes(disk, file), ObjectNode.class);
            attack.accept(manifest);
            byte[] forged = StateJson.bytes(manifest);
            altered.files.put(DIRECTORY.resolve(CheckpointWriting.CHECKSUM), CheckpointWriting.checksum(forged));
            expect(altered, file, forged, "forged as " + manifest);
            altered.files.clear();
        } catch (CorruptCheckpointException e) {
            throw new IllegalStateException(e);
        }
    }

    private void expect(Altered altered, Path file, byte[] content, String how) throws IOException {
        altered.files.put(file, content);
        if (!detects(altered)) {
            throw new IllegalStateException(file + " " + how + " was read as if it were whole");
        }
        altered.files.remove(file);
        tried++;
    }

    private static boolean detects(Disk disk) throws IOException {
        try {
            CheckpointReading.read(disk, DIRECTORY);
            return false;
        } catch (CorruptCheckpointException | IncompatibleResumeException e) {
            return true;
        }
    }

    private static byte[] bytes(Disk disk, Path file) throws IOException {
        try (InputStream in = disk.read(file)) {
            return in.readAllBytes();
        }
    }

    private static final class Altered extends ForwardingDisk {
        final Map<Path, byte[]> files = new HashMap<>();

        Altered(Disk disk) {
            super(disk);
        }

        @Override
        public InputStream read(Path file) throws IOException {
            return files.containsKey(file) ? new ByteArrayInputStream(files.get(file)) : super.read(file);
        }

        @Override
        public long size(Path file) throws IOException {
            return files.containsKey(file) ? files.get(file).length : super.size(file);
        }
    }
}
