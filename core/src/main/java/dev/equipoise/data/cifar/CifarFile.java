package dev.equipoise.data.cifar;

import dev.equipoise.data.DataFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A binary file of CIFAR (Krizhevsky 2009, "Learning Multiple Layers of Features from Tiny Images"; binary version):
 * records of labels and 32 x 32 pixels, all red ones first.
 *
 * @param path on disk
 * @param labelCounts how many values each label of a record can have
 * @param label the one that is used
 */
record CifarFile(Path path, List<Integer> labelCounts, int label) {

    static final int SIDE = 32;
    static final int CHANNELS = 3;
    static final int PIXELS = CHANNELS * SIDE * SIDE;

    CifarFile {
        labelCounts = List.copyOf(labelCounts);
    }

    private int recordBytes() {
        return labelCounts.size() + PIXELS;
    }

    /**
     * The number of records.
     *
     * @throws DataFormatException if the length of the file is not that of whole records
     */
    int records() {
        try {
            if (Files.isDirectory(path)) {
                throw new DataFormatException(path + ": expected a file of the binary version, found a folder");
            }
            long length = Files.size(path);
            long records = length / recordBytes();
            if (records == 0 || length % recordBytes() != 0 || records > Integer.MAX_VALUE) {
                throw new DataFormatException(
                        path,
                        records * recordBytes(),
                        "records of " + recordBytes() + " bytes to the end of the file",
                        length + " bytes in all; only the binary version can be read");
            }
            return (int) records;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Reads all records, the first of which is the one with this number. */
    void read(int first, byte[] pixels, int[] labels) {
        int records = records();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            for (int record = 0; record < records; record++) {
                long at = (long) record * recordBytes();
                labels[first + record] = label(in, at);
                int read = in.readNBytes(pixels, (first + record) * PIXELS, PIXELS);
                if (read < PIXELS) {
                    throw new DataFormatException(
                            path, at + labelCounts.size() + read, "another record", "the end of the file");
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private int label(InputStream in, long at) throws IOException {
        int used = 0;
        for (int i = 0; i < labelCounts.size(); i++) {
            int value = in.read();
            if (value < 0 || value >= labelCounts.get(i)) {
                throw new DataFormatException(
                        path, at + i, "a label of 0 to " + (labelCounts.get(i) - 1), String.valueOf(value));
            }
            used = i == label ? value : used;
        }
        return used;
    }

    private DataFormatException unreadable(IOException e) {
        String found = e instanceof NoSuchFileException
                ? "no such file"
                : e instanceof AccessDeniedException
                        ? "a file that this user may not read"
                        : "an error: " + e.getMessage();
        return new DataFormatException(path + ": expected a readable file, found " + found, e);
    }
}
