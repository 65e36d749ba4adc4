package dev.equipoise.local.internal.files;

import dev.equipoise.disk.DirectoryInUseException;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.FileInUseException;
import dev.equipoise.disk.HostName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The right to write into a run's directory: a lock of the system on the file {@code LOCK}, which ends with its process
 * however that ends. The file says who holds it.
 */
public final class RunLock implements AutoCloseable {

    private static final int LONGEST_HOLDER = 500;

    private final Disk.Lock lock;
    private final Path directory;
    private boolean used;

    private RunLock(Disk.Lock lock, Path directory) {
        this.lock = lock;
        this.directory = directory;
    }

    /** @throws DirectoryInUseException at once where another holds it, with its process, host and start */
    public static RunLock take(Disk disk, Path directory, Clock clock) {
        String me = "process " + ProcessHandle.current().pid() + " on " + HostName.get() + " since "
                + clock.instant().truncatedTo(ChronoUnit.SECONDS);
        try {
            return new RunLock(disk.lock(directory.resolve("LOCK"), me), directory);
        } catch (FileInUseException e) {
            throw new DirectoryInUseException("the run in " + directory + " is in use by " + shown(e.holder())
                    + "; end that process first, or wait for it");
        } catch (IOException e) {
            throw new UncheckedIOException("the run in " + directory + " cannot be locked: " + e, e);
        }
    }

    private static String shown(String holder) {
        return holder.isBlank()
                ? "another process"
                : Lines.escape(holder.substring(0, Math.min(LONGEST_HOLDER, holder.length())));
    }

    /** The directory of the run. */
    public Path directory() {
        return directory;
    }

    /** Why what is written to the directory's name does not reach the run; empty if it does. */
    public Optional<String> displaced() {
        return lock.inPlace()
                ? Optional.empty()
                : Optional.of("the run's directory " + directory + " was deleted or renamed during the run");
    }

    /** The run is written to from here on; before, even the lock's own file is left as it was found. */
    public void use() {
        used = true;
    }

    @Override
    public void close() {
        try {
            if (used) {
                lock.close();
            } else {
                lock.giveBackAsFound();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
