package dev.equipoise.local.files;

import dev.equipoise.run.DirectoryInUseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The right to write into a run's directory: a lock of the system on the file {@code LOCK}, which ends with its process
 * however that ends. The file says who holds it.
 */
public final class RunLock implements AutoCloseable {

    private static final int LONGEST_HOLDER = 500;

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws DirectoryInUseException at once where another holds it, with its process, host and start */
    public static RunLock take(Path directory, Clock clock) {
        Path file = directory.resolve("LOCK");
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                if (locked(channel) == null) {
                    throw new DirectoryInUseException("the run in " + directory + " is in use by " + holder(channel)
                            + "; end that process first, or wait for it");
                }
                channel.truncate(0);
                String me = "process " + ProcessHandle.current().pid() + " on " + host() + " since " + clock.instant();
                channel.write(ByteBuffer.wrap(me.getBytes(StandardCharsets.UTF_8)));
                return new RunLock(channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the run in " + directory + " cannot be locked: " + e, e);
        }
    }

    private static @Nullable FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(LONGEST_HOLDER);
        channel.read(content, 0);
        String holder = new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
        return holder.isBlank() ? "another process" : Lines.escape(holder);
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
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
