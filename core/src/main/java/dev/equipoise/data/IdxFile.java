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
        return read(Integer.MAX_VALUE).values();
    }

    /**
     * The values of the first items, as they are. The rest of the file is checked all the same.
     *
     * @throws DataFormatException if the file is not what its header says, or if so many values do not fit the heap
     */
    Values read(int items) {
        try (IdxReader reader = new IdxReader(name, bytes)) {
            IdxHeader header = reader.header();
            reader.checkMemory(header, Math.min(items, header.items()));
            reader.checkLength(header);
        }
        try (IdxReader reader = new IdxReader(name, bytes)) {
            IdxHeader header = reader.header();
            int count = Math.min(items, header.items()) * header.itemElements();
            double[] exact = new double[header.type().inexact() ? count : 0];
            return Values.of(reader.values(header, count, exact), exact);
        }
    }

    /**
     * What was read.
     *
     * @param values the nearest floats
     * @param exact as they are; empty if each is a float
     */
    record Values(float[] values, double[] exact) {

        static Values of(float[] values, double[] exact) {
            for (int i = 0; i < exact.length; i++) {
                if (values[i] != exact[i]) {
                    return new Values(values, exact);
                }
            }
            return new Values(values, new double[0]);
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
    }
}
