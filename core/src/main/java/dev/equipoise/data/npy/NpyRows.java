package dev.equipoise.data.npy;

import dev.equipoise.data.ImageAxes;
import dev.equipoise.data.Split;

/**
 * Some of an array's items as rows, channels first.
 *
 * @param header of the array
 * @param bytes of its values
 * @param items that are rows
 * @param places of each element among those of an item, in the order of the file
 */
record NpyRows(NpyHeader header, NpyBytes bytes, int[] items, int[] places) {

    static NpyRows of(NpyArray array, ImageAxes axes, int[] items) {
        NpyHeader header = array.header();
        int[] inFile = header.places();
        int[] places = axes.places(header.itemShape());
        for (int i = 0; i < places.length; i++) {
            places[i] = inFile[places[i]];
        }
        return new NpyRows(header, array.bytes(), items, places);
    }

    double value(int row, int element) {
        long place = places[element];
        return bytes.value(
                header.type(),
                header.columnMajor() ? place * header.items() + items[row] : (long) items[row] * places.length + place);
    }

    Split split(int[] labels) {
        int elements = places.length;
        float[] values = new float[Math.multiplyExact(items.length, elements)];
        double[] exact = new double[header.type().inexact() ? values.length : 0];
        boolean rounded = false;
        for (int i = 0; i < values.length; i++) {
            double value = value(i / elements, i % elements);
            values[i] = (float) value;
            if (exact.length != 0) {
                exact[i] = value;
                rounded |= values[i] != value;
            }
        }
        return new Split(values, rounded ? exact : new double[0], elements, labels);
    }
}
