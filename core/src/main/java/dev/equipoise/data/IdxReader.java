package dev.equipoise.data;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One pass over an IDX file. Whatever goes wrong becomes a {@link DataFormatException} with the offset reached. */
final class IdxReader implements Closeable {

    /** Deflate's largest ratio: a match of 258 bytes in two bits (zlib, "Technical details"). */
    private static final long LARGEST_RATIO = 1032;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final Path name;
    private final long length;
    private final boolean gzipped;
    private final InputStream in;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private long position;

    IdxReader(Path name, IdxFile.Bytes bytes) {
        this.name = name;
        InputStream raw = null;
        try {
            length = bytes.length();
            raw = new BufferedInputStream(bytes.open(), 1 << 16);
            raw.mark(2);
            gzipped = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            in = gzipped ? new GZIPInputStream(raw, 1 << 16) : raw;
        } catch (IOException e) {
            close(raw, e);
            throw unreadable(e);
        }
    }

    /** Reads the header and checks that the file can hold what it states. */
    IdxHeader header() {
        if (fill(4) < 4) {
            throw fails(position, "an IDX header (00 00 type dimensions)", "the end of the file");
        }
        if (buffer.getShort(0) != 0) {
            throw fails(0, "an IDX file (00 00 type dimensions)", hex(0, 4));
        }
        IdxType type = IdxType.of(buffer.get(2))
                .orElseThrow(() -> fails(
                        2, "a type of 08, 09, 0b, 0c, 0d or 0e (ubyte, byte, short, int, float, double)", hex(2, 1)));
        int count = buffer.get(3) & 0xff;
        if (count < 1 || count > 4) {
            throw fails(3, "1 to 4 dimensions", String.valueOf(count));
        }
        IdxHeader header = new IdxHeader(type, dimensions(count));
        checkRoom(header);
        return header;
    }

    private List<Integer> dimensions(int count) {
        if (fill(4 * count) < 4 * count) {
            throw fails(position, "a header of " + (4 + 4 * count) + " bytes", "the end of the file");
        }
        List<Integer> dimensions = new ArrayList<>();
        long elements = 1; // of one item
        for (int i = 0; i < count; i++) {
            long dimension = Integer.toUnsignedLong(buffer.getInt(4 * i));
            if (dimension == 0) {
                throw fails(4 + 4L * i, i == 0 ? "at least one item" : "a positive dimension", "0");
            }
            elements *= i == 0 ? 1 : Math.min(dimension, Integer.MAX_VALUE);
            if (dimension > LARGEST_ARRAY || elements > LARGEST_ARRAY) {
                throw fails(
                        4 + 4L * i, "at most " + LARGEST_ARRAY + " values in an item", "a dimension of " + dimension);
            }
            dimensions.add((int) dimension);
        }
        return dimensions;
    }

    private void checkRoom(IdxHeader header) {
        long stated = header.fileBytes();
        if (!gzipped && stated != length) {
            throw fails(
                    Math.min(stated, length), stated + " bytes, as its header " + header + " says", length + " bytes");
        }
        if (gzipped && stated / LARGEST_RATIO > length) {
            throw fails(
                    4,
                    "at most " + length * LARGEST_RATIO + " bytes, all that " + length + " gzipped bytes can hold",
                    "a header of " + stated + " bytes, " + header);
        }
    }

    /** Reads on to the end and checks that it comes where the header says. A plain file's length has been checked. */
    void checkLength(IdxHeader header) {
        long stated = header.fileBytes();
        while (gzipped && position <= stated) {
            int wanted = (int) Math.min(buffer.capacity(), stated + 1 - position);
            if (fill(wanted) < wanted) {
                break;
            }
        }
        if (gzipped && position != stated) {
            throw fails(
                    Math.min(position, stated),
                    stated + " uncompressed bytes, as its header " + header + " says",
                    position < stated ? position + " bytes" : "more bytes");
        }
    }

    boolean gzipped() {
        return gzipped;
    }

    /** Checks that values can be held as they are read. */
    void checkMemory(IdxHeader header, int items, long heap) {
        long count = (long) items * header.itemElements();
        if (count > LARGEST_ARRAY) {
            throw fails(4, "at most " + LARGEST_ARRAY + " values to read", count + "; load fewer examples");
        }
        long needed = count * held(header.type());
        if (needed > heap) {
            throw fails(
                    header.headerBytes(),
                    "values that fit the heap of " + heap + " bytes",
                    needed + " bytes; load fewer examples, raise -Xmx"
                            + (gzipped ? ", or unpack the file, which is then read from the disk" : ""));
        }
    }

    /** Bytes that a value takes in memory while it is read. */
    private static int held(IdxType type) {
        return type == IdxType.UBYTE ? 1 : Float.BYTES + (type.exact() ? Double.BYTES : 0);
    }

    /** The next items: bytes as bytes, and numbers as floats unless one of them is none. */
    Rows rows(IdxHeader header, int items) {
        int count = items * header.itemElements();
        if (header.type() == IdxType.UBYTE) {
            return Rows.ofBytes(bytes(header, count), header.itemElements());
        }
        double[] exact = new double[header.type().exact() ? count : 0];
        float[] values = values(header, count, exact);
        for (int i = 0; i < exact.length; i++) {
            if (values[i] != exact[i]) {
                return Rows.of(exact, header.itemElements());
            }
        }
        return Rows.of(values, header.itemElements());
    }

    private byte[] bytes(IdxHeader header, int count) {
        byte[] bytes = new byte[count];
        for (int done = 0; done < count; ) {
            int chunk = filled(header, Math.min(buffer.capacity(), count - done));
            buffer.get(0, bytes, done, chunk);
            done += chunk;
        }
        return bytes;
    }

    private float[] values(IdxHeader header, int count, double[] exact) {
        int width = header.type().width();
        float[] values = new float[count];
        for (int done = 0; done < count; ) {
            int chunk = filled(header, width * Math.min(buffer.capacity() / width, count - done)) / width;
            for (int i = 0; i < chunk; i++) {
                double value = header.type().value(buffer, i * width);
                if (exact.length != 0) {
                    exact[done] = value;
                }
                values[done++] = (float) value;
            }
        }
        return values;
    }

    private int filled(IdxHeader header, int wanted) {
        if (fill(wanted) < wanted) {
            throw fails(position, "values up to byte " + header.fileBytes(), "the end of the file");
        }
        return wanted;
    }

    /** Fills the buffer's beginning; gives fewer bytes than wanted only at the end of the file. */
    private int fill(int wanted) {
        int filled = 0;
        try {
            while (filled < wanted) {
                int read = in.read(buffer.array(), filled, wanted - filled);
                if (read < 0) {
                    break;
                }
                filled += read;
                position += read;
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return filled;
    }

    private DataFormatException unreadable(IOException e) {
        String found = "an error: " + e.getMessage();
        if (e instanceof NoSuchFileException) {
            found = "no such file";
        } else if (e instanceof AccessDeniedException) {
            found = "a file that this user may not read";
        } else if (e instanceof EOFException) {
            found = "gzip data that end too early";
        }
        DataFormatException failure = fails(position, "a readable IDX file, plain or gzipped", found);
        failure.initCause(e);
        return failure;
    }

    private DataFormatException fails(long offset, String expected, String found) {
        return new DataFormatException(name, offset, expected, found);
    }

    private String hex(int from, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < from + count; i++) {
            text.append(text.isEmpty() ? "" : " ").append(String.format(Locale.ROOT, "%02x", buffer.get(i)));
        }
        return text.toString();
    }

    private static void close(@Nullable InputStream in, IOException cause) {
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
