package dev.equipoise.data.npy;

/** Arrays of one whole number for each example. */
final class NpyLabels {

    private NpyLabels() {}

    /** Whether an array can be labels: (examples), or (examples, 1), of whole numbers. */
    static boolean fit(NpyHeader header, int items) {
        return header.type().whole()
                && header.items() == items
                && header.elements() == 1
                && !header.shape().isEmpty();
    }

    static void check(NpyArray array, int items) {
        NpyHeader header = array.header();
        if (!fit(header, items)) {
            throw array.fails(0, items + " whole numbers, one label for each example", header.toString());
        }
    }

    static int[] read(NpyArray array) {
        NpyHeader header = array.header();
        NpyBytes bytes = array.bytes();
        int[] labels = new int[header.items()];
        for (int i = 0; i < labels.length; i++) {
            double label = bytes.value(header.type(), i);
            labels[i] = (int) label;
            if (labels[i] != label) {
                throw array.fails(
                        header.bytes() + (long) i * header.type().width(), "labels of 32 bits", String.valueOf(label));
            }
        }
        return labels;
    }
}
