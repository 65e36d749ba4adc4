package dev.equipoise.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A lock of the system on a file that says who holds it. Such a lock is the process's: to open the file once more and close
 * it would give the lock back, so that who is refused here must not touch it. What the process holds is therefore noted in
 * the process's own table, its system properties, which every class loader sees.
 */
final class LockedFile implements Disk.Lock {

    private static final int LONGEST = 1 << 16;

    private final Path file;
    private final String note;
    private final FileChannel channel;
    private final byte[] found;
    private final FileTime foundAt;
    private final @Nullable Object key;

    private LockedFile(Path file, String note, FileChannel channel) throws IOException {
        this.file = file;
        this.note = note;
        this.channel = channel;
        found = content(channel);
        foundAt = Files.getLastModifiedTime(file);
        key = key(file);
    }

    static LockedFile lock(Path file, String holder) throws IOException {
        String note = "equipoise.lock." + file.resolveSibling(".").toRealPath().resolve(file.getFileName());
        Object other = System.getProperties().putIfAbsent(note, holder);
        if (other != null) {
            throw new FileInUseException(other.toString());
        }
        try {
            return open(file, note, holder);
        } catch (IOException | RuntimeException e) {
            System.clearProperty(note);
            throw e;
        }
    }

    private static LockedFile open(Path file, String note, String holder) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw new FileInUseException(new String(content(channel), StandardCharsets.UTF_8));
            }
            LockedFile locked = new LockedFile(file, note, channel);
            locked.write(holder.getBytes(StandardCharsets.UTF_8));
            return locked;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException(file + " is locked by other code of this process", e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The file system's own name of a file; null if it has none. */
    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    @Override
    public boolean inPlace() {
        try {
            return Objects.equals(key, key(file));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            // A file system that does not answer has not lost the file.
            return true;
        }
    }

    private static byte[] content(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) Math.min(channel.size(), LONGEST));
        int read = channel.read(content, 0);
        return Arrays.copyOf(content.array(), Math.max(0, read));
    }

    private void write(byte[] content) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(content), 0);
    }

    @Override
    public void giveBackAsFound() throws IOException {
        try (this) {
            write(found);
            Files.setLastModifiedTime(file, foundAt);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            System.clearProperty(note);
        }
    }
}
