package dev.equipoise.data;

import dev.equipoise.random.CounterRandom;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Draws the digits that the framework ships. Arguments: a folder with the four files of MNIST, gzipped, and the folder of
 * the resources. A split's file is walked in a seeded random order, the first 600 (100) digits of each class are taken,
 * and those are shuffled once more.
 */
final class DigitsResource {

    private static final long SEED = 1998;

    private DigitsResource() {}

    public static void main(String[] arguments) throws IOException {
        Path from = Path.of(arguments[0]);
        Path to = Path.of(arguments[1]);
        draw(from.resolve("train"), to.resolve("train"), 600);
        draw(from.resolve("t10k"), to.resolve("validation"), 100);
    }

    private static void draw(Path from, Path to, int perClass) throws IOException {
        float[] labels = IdxFile.of(Path.of(from + "-labels-idx1-ubyte.gz")).read();
        float[] pixels = IdxFile.of(Path.of(from + "-images-idx3-ubyte.gz")).read();
        int[] drawn = drawn(labels, perClass);
        int elements = 28 * 28;
        ByteBuffer drawnLabels = ByteBuffer.allocate(8 + drawn.length);
        drawnLabels.putInt(0x801).putInt(drawn.length);
        ByteBuffer drawnImages = ByteBuffer.allocate(16 + drawn.length * elements);
        drawnImages.putInt(0x803).putInt(drawn.length).putInt(28).putInt(28);
        for (int index : drawn) {
            drawnLabels.put((byte) (int) labels[index]);
            for (int i = 0; i < elements; i++) {
                drawnImages.put((byte) (int) pixels[index * elements + i]);
            }
        }
        write(Path.of(to + "-labels-idx1-ubyte.gz"), drawnLabels.array());
        write(Path.of(to + "-images-idx3-ubyte.gz"), drawnImages.array());
    }

    /** Indices of the digits drawn, in the order of the resource. */
    private static int[] drawn(float[] labels, int perClass) {
        int[] taken = new int[10];
        int[] walked = Arrays.stream(CounterRandom.permutation(labels.length, SEED, CounterRandom.Stream.DATA, 0))
                .filter(index -> taken[(int) labels[index]]++ < perClass)
                .toArray();
        return Arrays.stream(CounterRandom.permutation(walked.length, SEED, CounterRandom.Stream.DATA, 1))
                .map(index -> walked[index])
                .toArray();
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (OutputStream out = new SmallestGzip(Files.newOutputStream(file))) {
            out.write(bytes);
        }
    }

    private static final class SmallestGzip extends GZIPOutputStream {
        SmallestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
