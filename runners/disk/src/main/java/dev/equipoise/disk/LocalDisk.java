package dev.equipoise.disk;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file system of this machine. */
public final class LocalDisk implements Disk {

    private static final Logger LOG = LoggerFactory.getLogger(LocalDisk.class);
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final List<String> UNSUPPORTED =
            List.of("Invalid argument", "Operation not supported", "Function not implemented");

    private final AtomicBoolean warned = new AtomicBoolean();

    @Override
    public OutputFile create(Path file) throws IOException {
        return open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public OutputFile append(Path file) throws IOException {
        return open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static OutputFile open(Path file, OpenOption... options) throws IOException {
        return new Channel(FileChannel.open(file, options));
    }

    @Override
    public void truncate(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    @Override
    public InputStream read(Path file) throws IOException {
        return Files.newInputStream(file);
    }

    @Override
    public long size(Path file) throws IOException {
        return Files.size(file);
    }

    /** Some network file systems report no size. */
    @Override
    public long usableSpace(Path directory) {
        File where = directory.toFile();
        return where.getTotalSpace() == 0 ? Long.MAX_VALUE : where.getUsableSpace();
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        // Files.createDirectories of JDK 17 refuses a link to a directory.
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
        }
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory);
    }

    @Override
    public Lock lock(Path file, String holder) throws IOException {
        return LockedFile.lock(file, holder);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
    }

    /** A directory that its file system cannot force is left to the system, with one warning. A file never is. */
    @Override
    public void force(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                file.force(true);
            }
            return;
        }
        try {
            forceDirectory(path);
        } catch (IOException e) {
            if (!unsupported(e, refusal())) {
                throw e;
            }
            if (!warned.getAndSet(true)) {
                LOG.warn(
                        "the file system of {} cannot force directories to the disk ({}): a power failure may lose"
                                + " the newest checkpoints; a killed process loses nothing",
                        path,
                        e.getMessage());
            }
        }
    }

    /**
     * EINVAL, ENOTSUP and ENOSYS, as shared folders of virtual machines and some file systems in user space give. Java
     * reports an error in the words of the system's language alone.
     *
     * @param refusal the system's words for EINVAL, if it is known how to ask for them
     */
    static boolean unsupported(IOException failure, Optional<String> refusal) {
        String words = String.valueOf(failure.getMessage());
        return Stream.concat(UNSUPPORTED.stream(), refusal.stream()).anyMatch(words::contains);
    }

    /** Linux refuses to force {@code /proc} by EINVAL. */
    private static Optional<String> refusal() {
        try {
            forceDirectory(Path.of("/proc"));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.ofNullable(e.getMessage()).filter(words -> !words.contains("/proc"));
        }
    }

    /** A directory opened for reading can be forced on Linux and macOS; Windows refuses to open it, and needs it not. */
    private static void forceDirectory(Path path) throws IOException {
        FileChannel directory;
        try {
            directory = FileChannel.open(path, StandardOpenOption.READ);
        } catch (AccessDeniedException e) {
            if (WINDOWS) {
                return;
            }
            throw e;
        }
        try (directory) {
            directory.force(true);
        }
    }

    private record Channel(FileChannel channel) implements OutputFile {

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(true);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
