package dev.equipoise.data.npy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The header of an array.
 *
 * @param type of the values
 * @param columnMajor whether the first index runs fastest, Fortran's order
 * @param shape the dimensions, the first of which counts the items; all positive
 * @param bytes of the header itself
 */
record NpyHeader(NpyType type, boolean columnMajor, List<Integer> shape, int bytes) {

    /** Arrays of Java, in which an example has its values. */
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private static final long MOST = 1L << 50;

    private static final Pattern TYPE = Pattern.compile("['\"]descr['\"]\\s*:\\s*(?:'([^']*)'|\"([^\"]*)\"|(\\[))");
    private static final Pattern ORDER = Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9L,\\s]*)\\)");

    NpyHeader {
        shape = List.copyOf(shape);
    }

    /**
     * Reads a dictionary of Python such as {@code {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }}.
     *
     * @throws IllegalArgumentException whose message says what was found in place of a header of numbers
     */
    static NpyHeader of(String dictionary, int bytes) {
        String text = dictionary.strip();
        Matcher type = TYPE.matcher(text);
        if (!text.startsWith("{") || !text.endsWith("}") || !type.find()) {
            throw new IllegalArgumentException("no dictionary with 'descr'");
        }
        if (type.group(3) != null) {
            throw new IllegalArgumentException("records with named fields; save each field as an array");
        }
        Matcher order = ORDER.matcher(text);
        Matcher shape = SHAPE.matcher(text);
        if (!order.find() || !shape.find()) {
            throw new IllegalArgumentException("no 'fortran_order' or no 'shape'");
        }
        String descr = type.group(1) != null ? type.group(1) : type.group(2);
        return new NpyHeader(NpyType.of(descr), order.group(1).equals("True"), dimensions(shape.group(1)), bytes);
    }

    private static List<Integer> dimensions(String text) {
        List<Integer> dimensions = new ArrayList<>();
        long item = 1;
        for (String part : text.split(",", -1)) {
            String digits = part.strip().replaceFirst("L$", "");
            if (digits.isEmpty()) {
                continue;
            }
            long dimension = digits.matches("\\d{1,10}") ? Long.parseLong(digits) : Long.MAX_VALUE;
            item = dimensions.isEmpty() ? 1 : item * Math.min(dimension, Integer.MAX_VALUE);
            if (dimension == 0) {
                throw new IllegalArgumentException("the shape (" + text.strip() + "), which has no values");
            }
            if (dimension > LARGEST || item > LARGEST) {
                throw new IllegalArgumentException(
                        "the shape (" + text.strip() + "), more than " + LARGEST + " items, or values in an item");
            }
            dimensions.add((int) dimension);
        }
        if (!dimensions.isEmpty() && item > MOST / dimensions.get(0)) {
            throw new IllegalArgumentException("the shape (" + text.strip() + "), more than any file holds");
        }
        return dimensions;
    }

    int items() {
        return shape.isEmpty() ? 1 : shape.get(0);
    }

    List<Integer> itemShape() {
        return shape.isEmpty() ? List.of() : shape.subList(1, shape.size());
    }

    /** Values of one item. */
    int elements() {
        return itemShape().stream().reduce(1, Math::multiplyExact);
    }

    /** Values of the array. */
    long count() {
        return (long) items() * elements();
    }

    /** Bytes of the values. */
    long valueBytes() {
        return count() * type.width();
    }

    /** The place of an element, counted in the order of rows, among those of an item whose first axis runs fastest. */
    int columnMajorPlace(int element) {
        int place = 0;
        int stride = elements();
        int rest = element;
        for (int axis = shape.size() - 1; axis > 0; axis--) {
            stride /= shape.get(axis);
            place += rest % shape.get(axis) * stride;
            rest /= shape.get(axis);
        }
        return place;
    }

    @Override
    public String toString() {
        return type + " " + shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
    }
}
