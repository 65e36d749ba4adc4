package dev.equipoise.local.internal.files;

import dev.equipoise.disk.Disk;
import dev.equipoise.disk.Disk.OutputFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Text at the end of a file. What cannot be written, as on a full disk, is kept and written with what comes later, up to
 * some megabytes; more is lost.
 */
final class AppendedText implements Closeable {

    private static final int MOST = 4 << 20;

    private final OutputFile file;
    private final StringBuilder fresh = new StringBuilder();
    private ByteBuffer unwritten = ByteBuffer.allocate(0);

    AppendedText(Disk disk, Path path) throws IOException {
        file = disk.append(path);
    }

    /** Takes a line; nothing is written yet. */
    void line(String line) {
        if (fresh.length() + unwritten.remaining() < MOST) {
            fresh.append(line).append('\n');
        }
    }

    /** Writes all that was taken. */
    void flush() throws IOException {
        if (unwritten.hasRemaining()) {
            file.write(unwritten);
        }
        unwritten = ByteBuffer.wrap(fresh.toString().getBytes(StandardCharsets.UTF_8));
        fresh.setLength(0);
        file.write(unwritten);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
