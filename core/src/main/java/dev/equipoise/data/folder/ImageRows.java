package dev.equipoise.data.folder;

import dev.equipoise.data.Rows;
import java.util.List;
import java.util.stream.IntStream;

/** Pictures that are decoded whenever they are read. */
record ImageRows(List<ImageFile> images, Square square) implements Rows {

    /** Decodes all pictures now if they take no more than a quarter of the heap, as bytes. */
    static Rows of(List<ImageFile> images, Square square) {
        long bytes = (long) images.size() * square.elements();
        if (bytes > Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 4)) {
            return new ImageRows(images, square);
        }
        byte[] values = new byte[(int) bytes];
        IntStream.range(0, images.size())
                .parallel()
                .forEach(i -> System.arraycopy(
                        images.get(i).read(square), 0, values, i * square.elements(), square.elements()));
        return Rows.ofBytes(values, square.elements());
    }

    @Override
    public int count() {
        return images.size();
    }

    @Override
    public int elements() {
        return square.elements();
    }

    @Override
    public void read(int index, float[] into, int at) {
        byte[] values = images.get(index).read(square);
        for (int i = 0; i < values.length; i++) {
            into[at + i] = values[i] & 0xff;
        }
    }
}
