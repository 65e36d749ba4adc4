package dev.equipoise.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run does to storage. Data is safe from a loss of power once its file is forced, and a name (new, moved or
 * deleted) once its directory is.
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

    /** Bytes that may still be written where a directory lies; the largest number if that is not known. */
    long usableSpace(Path directory) throws IOException;

    boolean exists(Path path) throws IOException;

    /** What lies in a directory, by name; nothing if there is no such directory. */
    List<Path> list(Path directory) throws IOException;

    /** Creates a directory and its missing parents. */
    void createDirectories(Path directory) throws IOException;

    /** Makes a new directory in one that is there. @throws java.nio.file.FileAlreadyExistsException if it is there */
    void createDirectory(Path directory) throws IOException;

    /**
     * Locks a file, which is made if there is none, for this process; the lock ends with the process however that
     * ends.
     *
     * @param holder who takes the lock, for the message to a process that is refused and for readers of the file
     * @throws FileInUseException if another, of this process or not, holds it
     */
    Lock lock(Path file, String holder) throws IOException;

    /** Gives a file or directory another name in one indivisible step; a file of that name is replaced. */
    void move(Path from, Path to) throws IOException;

    /** Deletes a file or an empty directory, if it exists. */
    void delete(Path path) throws IOException;

    /** Puts the data of a file that is no longer written to, or the names in a directory, on stable storage. */
    void force(Path path) throws IOException;

    /** The right to a file; to close it gives it back. */
    interface Lock extends Closeable {

        /** Gives it back and leaves the file as it was found, its time too. */
        void giveBackAsFound() throws IOException;

        /** Whether the file's name still leads to what is locked: not if the file or its directory was deleted or renamed. */
        default boolean inPlace() {
            return true;
        }
    }

    /** A file that is written from front to back. */
    interface OutputFile extends Closeable {

        /** Writes all that remains in the buffer. */
        void write(ByteBuffer bytes) throws IOException;

        /** Puts what was written on stable storage. A failure is final: the same file must not be forced again. */
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }
}
