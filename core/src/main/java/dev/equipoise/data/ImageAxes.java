package dev.equipoise.data;

import java.util.Arrays;
import java.util.List;

/** Order of the axes of an image in a file. */
public enum ImageAxes {
    /** Channels first; what looks like channels last is refused. */
    AUTO,
    /** (channels, height, width). */
    CHANNELS_FIRST,
    /** (height, width, channels). */
    CHANNELS_LAST;

    /**
     * The shape of a datum whose item in the file has this shape: (features) of a table, (height, width) of a grey
     * image, or that of an image with channels, in this order.
     *
     * @param where the file, for the message
     * @throws DataFormatException if the order is not stated, and looks like channels last
     */
    public List<Integer> shape(List<Integer> item, Object where) {
        if (item.size() == 2) {
            return List.of(1, item.get(0), item.get(1));
        }
        if (item.size() != 3) {
            return item;
        }
        if (this == AUTO && fewChannels(item.get(2)) && !fewChannels(item.get(0))) {
            throw new DataFormatException("images of " + where + " must have their channels first, got items of "
                    + item + ", which look like (height, width, channels); set their axes to CHANNELS_LAST, or to"
                    + " CHANNELS_FIRST if this is their order");
        }
        return this == CHANNELS_LAST ? List.of(item.get(2), item.get(0), item.get(1)) : item;
    }

    /** Grey, grey with alpha, colour, colour with alpha. */
    private static boolean fewChannels(int size) {
        return size <= 4;
    }

    /** Whether the elements of a datum are in another order than those of an item of this shape. */
    public boolean moves(List<Integer> item) {
        return this == CHANNELS_LAST && item.size() == 3;
    }

    /** For each element of a datum, channels first, its place in an item of this shape. */
    public int[] places(List<Integer> item) {
        int[] places = new int[item.stream().reduce(1, Math::multiplyExact)];
        int channels = moves(item) ? item.get(2) : 1;
        int pixels = places.length / channels;
        Arrays.setAll(places, i -> i % pixels * channels + i / pixels);
        return places;
    }
}
