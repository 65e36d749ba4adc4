package dev.equipoise.data;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The header of an IDX file.
 *
 * @param type of the values
 * @param dimensions 1 to 4, the first of which counts the items; all positive
 */
record IdxHeader(IdxType type, List<Integer> dimensions) {

    public IdxHeader {
        dimensions = List.copyOf(dimensions);
    }

    /** Items in the file. */
    public int items() {
        return dimensions.get(0);
    }

    /** The dimensions of one item. */
    public List<Integer> itemShape() {
        return dimensions.subList(1, dimensions.size());
    }

    /** Values of one item. */
    public int itemElements() {
        return itemShape().stream().reduce(1, Math::multiplyExact);
    }

    /** Bytes of the header itself. */
    long headerBytes() {
        return 4L + 4L * dimensions.size();
    }

    /** Bytes of the whole uncompressed file. */
    long fileBytes() {
        return headerBytes() + (long) items() * itemElements() * type.width();
    }

    @Override
    public String toString() {
        return type + " " + dimensions.stream().map(String::valueOf).collect(Collectors.joining("x"));
    }
}
