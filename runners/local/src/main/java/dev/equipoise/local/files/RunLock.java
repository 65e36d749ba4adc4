package dev.equipoise.local.files;

import dev.equipoise.disk.Disk;
import dev.equipoise.run.DirectoryInUseException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The right to write into a run's directory: a lock of the system on the file {@code LOCK}, which ends with its process
 * however that ends. The file says who holds it.
 */
public final class RunLock implements AutoCloseable {

    private static final int LONGEST_HOLDER = 500;

    private final Closeable lock;

    private RunLock(Closeable lock) {
        this.lock = lock;
    }

    /** @throws DirectoryInUseException at once where another holds it, with its process, host and start */
    public static RunLock take(Disk disk, Path directory, Clock clock) {
        Path file = directory.resolve("LOCK");
        String me = "process " + ProcessHandle.current().pid() + " on " + host() + " since " + clock.instant();
        try {
            Closeable lock = disk.lock(file, me).orElse(null);
            if (lock == null) {
                throw new DirectoryInUseException("the run in " + directory + " is in use by " + holder(disk, file)
                        + "; end that process first, or wait for it");
            }
            return new RunLock(lock);
        } catch (IOException e) {
            throw new UncheckedIOException("the run in " + directory + " cannot be locked: " + e, e);
        }
    }

    private static String holder(Disk disk, Path file) throws IOException {
        try (InputStream content = disk.read(file)) {
            String holder = new String(content.readNBytes(LONGEST_HOLDER), StandardCharsets.UTF_8);
            return holder.isBlank() ? "another process" : Lines.escape(holder);
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "this host";
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
