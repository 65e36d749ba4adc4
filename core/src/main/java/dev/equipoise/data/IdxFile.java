package dev.equipoise.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file of the IDX format (LeCun, Cortes and Burges, "The MNIST database", file formats), gzipped or not, which its
 * first two bytes tell. Nothing is allocated for a header's numbers before it is known that the file holds that many:
 * a plain file by its length, a gzipped one by a first pass. Offsets in errors are those of the uncompressed bytes.
 */
final class IdxFile {

    private final Path name;
    private final Bytes bytes;

    private IdxFile(Path name, Bytes bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    /** A file on disk; it is opened when it is read. */
    public static IdxFile of(Path file) {
        return new IdxFile(file, new Bytes() {
            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(regular(file));
            }

            @Override
            public long length() throws IOException {
                return Files.size(regular(file));
            }

            @Override
            public boolean seekable() {
                return true;
            }
        });
    }

    /** A file beside the classes of this package. */
    static IdxFile resource(String resource) {
        return new IdxFile(Path.of(resource), new Bytes() {
            @Override
            public InputStream open() throws IOException {
                InputStream in = IdxFile.class.getResourceAsStream(resource);
                if (in == null) {
                    throw new NoSuchFileException(resource);
                }
                return in;
            }

            @Override
            public long length() throws IOException {
                try (InputStream in = open()) {
                    return in.transferTo(OutputStream.nullOutputStream());
                }
            }
        });
    }

    private static Path regular(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!Files.isRegularFile(file)) {
            throw new DataFormatException(
                    file, 0, "a regular file", Files.isDirectory(file) ? "a directory" : "something else");
        }
        return file;
    }

    /** The name in messages. */
    public Path name() {
        return name;
    }

    /**
     * The header, from the first bytes only.
     *
     * @throws DataFormatException if it is none, or states what the file cannot hold
     */
    public IdxHeader header() {
        try (IdxReader reader = new IdxReader(name, bytes)) {
            return reader.header();
        }
    }

    /** Every value as it is, row-major: ubyte 0 to 255. */
    public float[] read() {
        return new Split(rows(Integer.MAX_VALUE), new int[0]).values();
    }

    /**
     * The values of the first items, as they are. The rest of the file is checked all the same. A plain file of more bytes
     * than a quarter of the heap is read when its rows are.
     *
     * @throws DataFormatException if the file is not what its header says, or if so many values do not fit the heap
     */
    Rows rows(int items) {
        long heap = Runtime.getRuntime().maxMemory();
        try (IdxReader reader = new IdxReader(name, bytes)) {
            IdxHeader header = reader.header();
            int count = Math.min(items, header.items());
            if (bytes.seekable() && !reader.gzipped() && header.fileBytes() > heap / 4) {
                return Rows.inFile(name, header.headerBytes(), count, header.itemElements(), header.type());
            }
            reader.checkMemory(header, count, heap);
            reader.checkLength(header);
        }
        try (IdxReader reader = new IdxReader(name, bytes)) {
            IdxHeader header = reader.header();
            return reader.rows(header, Math.min(items, header.items()));
        }
    }

    @Override
    public String toString() {
        return name.toString();
    }

    /** Bytes that can be read several times. */
    interface Bytes {

        InputStream open() throws IOException;

        long length() throws IOException;

        /** Whether they are those of the file of this name. */
        default boolean seekable() {
            return false;
        }
    }
}
