package dev.equipoise.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The examples of a split, one in each row: in memory, in a file, or computed when they are read. Every read of a row
 * gives the same values; if they are random, they are a function of the seed, the epoch and the row. Several threads may read at once.
 */
public interface Rows {

    /** The number of rows. */
    int count();

    /** Elements of one row. */
    int elements();

    /**
     * Reads a row as floats.
     *
     * @param index from 0
     * @param into receives the elements from {@code at} on
     * @throws DataFormatException if the row cannot be read
     */
    void read(int index, float[] into, int at);

    /** Whether some values may be no floats, such as times in seconds. */
    default boolean exact() {
        return false;
    }

    /** The same in double precision. If no value is exact, these are the floats. */
    default void read(int index, double[] into, int at) {
        float[] row = new float[elements()];
        read(index, row, 0);
        for (int i = 0; i < row.length; i++) {
            into[at + i] = row[i];
        }
    }

    /** Whether each epoch has values of its own. */
    default boolean random() {
        return false;
    }

    /** The rows of an epoch. They are these rows unless they are random; these rows have the draw that evaluation uses. */
    default Rows drawn(long epoch) {
        return this;
    }

    /** Rows in memory. The array is not copied. */
    static Rows of(float[] values, int elements) {
        return new FloatRows(values, elements);
    }

    /** Rows in memory of numbers that may be no floats. The array is not copied. */
    static Rows of(double[] values, int elements) {
        return new ExactRows(values, elements);
    }

    /** Rows in memory of unsigned bytes, values 0 to 255, in a quarter of the memory. The array is not copied. */
    static Rows ofBytes(byte[] values, int elements) {
        return new ByteRows(values, elements);
    }

    /**
     * Rows of numbers that follow each other in a file, which are read from there whenever they are used.
     *
     * @param offset of the first number in bytes
     * @throws DataFormatException if the file cannot be read or is too short
     */
    static Rows inFile(Path file, long offset, int count, int elements, Encoding encoding) {
        return FileRows.open(file, offset, count, elements, encoding);
    }

    /**
     * These rows with their elements, or some of them, in another order.
     *
     * @param places the element of a row here that becomes each element
     */
    default Rows reordered(int[] places) {
        return new ReorderedRows(this, places);
    }

    /** Some of these rows, by their indices. They are not copied. */
    default Rows chosen(int[] indices) {
        return new ChosenRows(this, indices);
    }

    /** How a file encodes numbers of one type. */
    interface Encoding {

        /** Bytes of a number. */
        int width();

        /** Whether a float cannot hold all of its values. */
        boolean exact();

        /** The number that begins at a byte. */
        double value(ByteBuffer bytes, int at);
    }

    /** Bytes that these values take as the model gets them. */
    default long bytes() {
        return (long) count() * elements() * Float.BYTES;
    }

    /** These rows in memory: the same if they are there. */
    default Rows inMemory() {
        int elements = elements();
        if (!exact()) {
            float[] values = new float[Math.multiplyExact(count(), elements)];
            for (int n = 0; n < count(); n++) {
                read(n, values, n * elements);
            }
            return of(values, elements);
        }
        double[] values = new double[Math.multiplyExact(count(), elements)];
        for (int n = 0; n < count(); n++) {
            read(n, values, n * elements);
        }
        return of(values, elements);
    }

    /** The floats alone. */
    default Rows rounded() {
        return exact() ? new RoundedRows(this) : this;
    }
}
