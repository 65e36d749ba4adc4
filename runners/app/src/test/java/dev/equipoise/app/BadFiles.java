package dev.equipoise.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Folders of IDX files with one fault each, and configuration files that are none. */
final class BadFiles {

    private static final int HEADER = 8;

    private BadFiles() {}

    /** Makes them all. */
    static void in(Path folder) throws IOException {
        byte[] sound = table(20);
        Files.createDirectory(folder.resolve("empty"));
        split(folder.resolve("sound"), "train", sound);
        split(folder.resolve("magic"), "train", "not an IDX file".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        split(folder.resolve("short"), "train", Arrays.copyOf(sound, sound.length - 5));
        byte[] zipped = gzipped(sound);
        split(folder.resolve("cut"), "train.gz", Arrays.copyOf(zipped, zipped.length - 12));
        split(folder.resolve("none"), "train", table(0));
        Files.writeString(folder.resolve("bad.yaml"), "fixedBeta:\n  beta: [1\n");
        Files.writeString(folder.resolve("list.yaml"), "- 1\n");
        Files.writeString(folder.resolve("wrong.yaml"), "fixedBeta.betta: 3\nwith: [klTargt]\n");
        Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        Files.writeString(folder.resolve("metrics.yaml"), "prot: 1\ntls.certificate: none.pem\ntls.key: none.pem\n");
        Files.writeString(folder.resolve("open.yaml"), "address: 0.0.0.0\n");
        Files.writeString(folder.resolve("file"), "");
    }

    private static void split(Path folder, String name, byte[] bytes) throws IOException {
        Files.createDirectory(folder);
        Files.write(folder.resolve(name), bytes);
        Files.write(folder.resolve("validation"), table(20));
    }

    /** Rows of 3 unsigned bytes. */
    private static byte[] table(int rows) {
        ByteBuffer file = ByteBuffer.allocate(4 + HEADER + 3 * rows);
        file.put((byte) 0)
                .put((byte) 0)
                .put((byte) 8)
                .put((byte) 2)
                .putInt(rows)
                .putInt(3);
        for (int i = 0; i < 3 * rows; i++) {
            file.put((byte) (37 * i));
        }
        return file.array();
    }

    private static byte[] gzipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
