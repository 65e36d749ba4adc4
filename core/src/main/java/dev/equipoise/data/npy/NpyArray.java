package dev.equipoise.data.npy;

import dev.equipoise.data.DataFormatException;
import dev.equipoise.data.Rows;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An array of numbers in a file of its own (NumPy, "NEP 1: A simple file format for NumPy arrays", versions 1 to 3), or
 * in an archive of such files. Nothing is allocated for a header's numbers before it is known that the file holds that
 * many. Offsets in errors are those of the array's own, uncompressed bytes.
 *
 * @param file on disk
 * @param name of the array in an archive; empty if the file is the array
 */
record NpyArray(Path file, String name) {

    /** The largest header that NumPy itself reads without being asked to trust it is 10,000 bytes. */
    private static final int LARGEST_HEADER = 1 << 16;

    /** Deflate's largest ratio: a match of 258 bytes in two bits (zlib, "Technical details"). */
    private static final long LARGEST_RATIO = 1032;

    private static final String MAGIC = "\u0093NUMPY";

    /** What is read from an open array. */
    private interface Reading<T> {
        T of(InputStream in, long length) throws IOException;
    }

    static boolean begins(byte[] file) {
        return new String(file, 0, Math.min(file.length, MAGIC.length()), StandardCharsets.ISO_8859_1).equals(MAGIC);
    }

    /**
     * The header, from the first bytes only.
     *
     * @throws DataFormatException if it is none, or states what the file cannot hold
     */
    NpyHeader header() {
        return open(this::header);
    }

    /**
     * The items, read when they are used if they are more than a quarter of the heap and follow each other in a file.
     *
     * @throws DataFormatException if the array is not what its header says, or does not fit the heap
     */
    Rows rows() {
        NpyHeader header = header();
        boolean large = header.valueBytes() > Runtime.getRuntime().maxMemory() / 4;
        if (large && name.isEmpty() && !header.columnMajor()) {
            return Rows.inFile(file, header.bytes(), header.items(), header.elements(), header.type());
        }
        NpyBytes bytes = bytes();
        return header.type().unsignedByte()
                        && !header.columnMajor()
                        && bytes.pieces().size() == 1
                ? Rows.ofBytes(bytes.pieces().get(0).array(), header.elements())
                : new NpyRows(header, bytes, header.elements());
    }

    /**
     * The values in memory.
     *
     * @throws DataFormatException if the array is not what its header says, or does not fit the heap
     */
    NpyBytes bytes() {
        return open((in, length) -> {
            NpyHeader header = header(in, length);
            long heap = Runtime.getRuntime().maxMemory();
            if (header.valueBytes() > heap / 2) {
                throw fails(
                        header.bytes(),
                        "values that fit half the heap of " + heap
                                + " bytes, as those of an archive, or of an array whose"
                                + " first axis runs fastest, must",
                        header + "; save it with numpy.save(file, numpy.ascontiguousarray(array)), or raise -Xmx");
            }
            NpyBytes bytes = NpyBytes.read(in, header.valueBytes());
            if (bytes.length() != header.valueBytes() || in.read() >= 0) {
                throw fails(
                        header.bytes() + bytes.length(),
                        header.valueBytes() + " bytes of values, as its header " + header + " says",
                        bytes.length() == header.valueBytes() ? "more bytes" : bytes.length() + " bytes");
            }
            return bytes;
        });
    }

    private <T> T open(Reading<T> reading) {
        try {
            if (name.isEmpty()) {
                try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                    return reading.of(in, Files.size(file));
                }
            }
            try (ZipFile archive = new ZipFile(file.toFile())) {
                return member(archive, reading);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(this, e);
        }
    }

    private <T> T member(ZipFile archive, Reading<T> reading) throws IOException {
        ZipEntry entry = archive.getEntry(name + ".npy");
        if (entry == null) {
            throw fails(0, "an array " + name, "an archive without it");
        }
        if (entry.getSize() / LARGEST_RATIO > entry.getCompressedSize()) {
            throw fails(
                    0,
                    "at most " + LARGEST_RATIO + " bytes for each of " + entry.getCompressedSize() + " compressed ones",
                    entry.getSize() + " bytes");
        }
        CRC32 sum = new CRC32();
        try (InputStream in = new CheckedInputStream(archive.getInputStream(entry), sum)) {
            T read = reading.of(in, entry.getSize());
            if (read instanceof NpyBytes && sum.getValue() != entry.getCrc()) {
                throw fails(0, "bytes of the checksum " + hex(entry.getCrc()), hex(sum.getValue()));
            }
            return read;
        }
    }

    private NpyHeader header(InputStream in, long length) throws IOException {
        byte[] start = in.readNBytes(8);
        if (!begins(start) || start.length < 8) {
            throw fails(0, "an array of NumPy (93 4e 55 4d 50 59)", start.length == 0 ? "no bytes" : hex(start));
        }
        int version = start[6];
        if (version < 1 || version > 3) {
            throw fails(6, "version 1, 2 or 3 of the format", String.valueOf(version));
        }
        int width = version == 1 ? 2 : 4;
        byte[] size = in.readNBytes(width);
        long stated = 0;
        for (int i = size.length - 1; i >= 0; i--) {
            stated = stated << 8 | (size[i] & 0xff);
        }
        if (size.length < width || stated > LARGEST_HEADER) {
            throw fails(8, "a header of at most " + LARGEST_HEADER + " bytes", stated + " bytes");
        }
        byte[] text = in.readNBytes((int) stated);
        if (text.length < stated) {
            throw fails(8 + width, "a header of " + stated + " bytes", text.length + " bytes");
        }
        NpyHeader header = parse(text, version, 8 + width);
        if (length != header.bytes() + header.valueBytes()) {
            throw fails(
                    Math.min(length, header.bytes() + header.valueBytes()),
                    header.bytes() + header.valueBytes() + " bytes, as its header " + header + " says",
                    length + " bytes");
        }
        return header;
    }

    private NpyHeader parse(byte[] text, int version, int at) {
        try {
            return NpyHeader.of(
                    new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1),
                    at + text.length);
        } catch (IllegalArgumentException e) {
            throw fails(at, "the header of an array of numbers", String.valueOf(e.getMessage()));
        }
    }

    DataFormatException fails(long offset, String expected, String found) {
        return new DataFormatException(this + ", byte " + offset + ": expected " + expected + ", found " + found);
    }

    /** What an error of the file system, of the archive or of its compression says. */
    static DataFormatException unreadable(Object what, Exception e) {
        String found = e instanceof NoSuchFileException
                ? "no such file"
                : e instanceof AccessDeniedException
                        ? "a file that this user may not read"
                        : "an error: " + e.getMessage();
        return new DataFormatException(what + ": expected a readable array of NumPy, found " + found, e);
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte one : bytes) {
            text.append(text.isEmpty() ? "" : " ").append(String.format(Locale.ROOT, "%02x", one));
        }
        return text.toString();
    }

    private static String hex(long sum) {
        return String.format(Locale.ROOT, "%08x", sum);
    }

    @Override
    public String toString() {
        return name.isEmpty() ? file.toString() : file + " (array " + name + ")";
    }
}
