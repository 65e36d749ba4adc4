package dev.equipoise.survival;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Saves as one would not: it overwrites the one file in place, for ever, with one number that counts the savings. */
final class NaiveSaverMain {

    static final int BYTES = 2 << 20;

    private static final int CHUNK = 1 << 16;

    private NaiveSaverMain() {}

    public static void main(String... arguments) throws IOException {
        try (FileChannel file =
                FileChannel.open(Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            for (long saving = 0; ; saving++) {
                while (chunk.hasRemaining()) {
                    chunk.putLong(saving);
                }
                for (int at = 0; at < BYTES; at += CHUNK) {
                    file.write(chunk.flip(), at);
                }
                chunk.clear();
            }
        }
    }
}
