package dev.equipoise.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The operations of a run on storage. After a loss of power, data is safe if its file was forced, and a name (new,
 * moved or deleted) is safe if its directory was forced.
 */
public interface Disk {

    /** Makes a new, empty file. */
    OutputFile create(Path file) throws IOException;

    /** Appends to a file, which is created if it does not exist. */
    OutputFile append(Path file) throws IOException;

    /** Cuts a file after its first {@code length} bytes. */
    void truncate(Path file, long length) throws IOException;

    /** The bytes of a file from its start. */
    InputStream read(Path file) throws IOException;

    /** Length of a file in bytes. */
    long size(Path file) throws IOException;

    /** The free space, in bytes, of the file system of a directory; the largest number if that is not known. */
    long usableSpace(Path directory) throws IOException;

    boolean exists(Path path) throws IOException;

    /** The content of a directory, by name; empty if there is no such directory. */
    List<Path> list(Path directory) throws IOException;

    /** Creates a directory and its missing parents. */
    void createDirectories(Path directory) throws IOException;

    /** Makes a new directory in an existing one. @throws java.nio.file.FileAlreadyExistsException if it exists */
    void createDirectory(Path directory) throws IOException;

    /**
     * Locks a file for this process, and creates the file if it does not exist. The lock ends with the process,
     * however the process ends.
     *
     * @param holder describes the owner of the lock, for the message to a process that is refused and for readers of
     *     the file
     * @throws FileInUseException if the lock is held, by this process or another
     */
    Lock lock(Path file, String holder) throws IOException;

    /** Renames a file or directory atomically; an existing file of that name is replaced. */
    void move(Path from, Path to) throws IOException;

    /** Deletes a file or an empty directory, if it exists. */
    void delete(Path path) throws IOException;

    /** Forces the data of a finished file, or the names in a directory, to stable storage. */
    void force(Path path) throws IOException;

    /** The lock of a file. Closing it releases the lock. */
    interface Lock extends Closeable {

        /** Releases the lock and leaves the file as it was found, including its time. */
        void giveBackAsFound() throws IOException;

        /**
         * Whether the file's name still refers to the locked file. It does not if the file or its directory was deleted
         * or renamed.
         */
        default boolean inPlace() {
            return true;
        }
    }

    /** A file that is written from front to back. */
    interface OutputFile extends Closeable {

        /** Writes all that remains in the buffer. */
        void write(ByteBuffer bytes) throws IOException;

        /** Forces the written data to stable storage. A failure is final: the same file must not be forced again. */
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }
}
