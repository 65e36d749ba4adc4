package dev.equipoise.data;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Rows of numbers in a file. They are read by position, not mapped: a file that somebody shortens meanwhile is an error
 * rather than the end of the process, and an interrupt closes nothing. The system's page cache keeps what is used.
 */
final class FileRows implements Rows {

    private final Path file;
    private final RandomAccessFile open;
    private final long offset;
    private final int count;
    private final int elements;
    private final Encoding encoding;

    private FileRows(Path file, RandomAccessFile open, long offset, int count, int elements, Encoding encoding) {
        this.file = file;
        this.open = open;
        this.offset = offset;
        this.count = count;
        this.elements = elements;
        this.encoding = encoding;
    }

    static FileRows open(Path file, long offset, int count, int elements, Encoding encoding) {
        long needed = offset + (long) count * elements * encoding.width();
        try {
            // It stays open as long as the rows are used; the JVM closes it after that.
            RandomAccessFile open = new RandomAccessFile(file.toFile(), "r");
            long length = open.length();
            if (length < needed) {
                open.close();
                throw tooShort(file, length, needed);
            }
            return new FileRows(file, open, offset, count, elements, encoding);
        } catch (IOException e) {
            throw unreadable(file, offset, e);
        }
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int elements() {
        return elements;
    }

    @Override
    public boolean exact() {
        return encoding.exact();
    }

    @Override
    public void read(int index, float[] into, int at) {
        ByteBuffer bytes = bytes(index);
        for (int i = 0; i < elements; i++) {
            into[at + i] = (float) encoding.value(bytes, i * encoding.width());
        }
    }

    @Override
    public void read(int index, double[] into, int at) {
        ByteBuffer bytes = bytes(index);
        for (int i = 0; i < elements; i++) {
            into[at + i] = encoding.value(bytes, i * encoding.width());
        }
    }

    private ByteBuffer bytes(int index) {
        byte[] bytes = new byte[elements * encoding.width()];
        long from = offset + (long) index * bytes.length;
        try {
            synchronized (open) {
                open.seek(from);
                open.readFully(bytes);
            }
        } catch (IOException e) {
            throw unreadable(file, from, e);
        }
        return ByteBuffer.wrap(bytes);
    }

    private static DataFormatException tooShort(Path file, long length, long needed) {
        return new DataFormatException(file, length, needed + " bytes", length + " bytes");
    }

    private static DataFormatException unreadable(Path file, long at, IOException e) {
        DataFormatException failure = new DataFormatException(
                file, at, "a file that can be read as long as the run needs it", "an error: " + e);
        failure.initCause(e);
        return failure;
    }
}
