package dev.equipoise.data.npy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The bytes of an array's values in memory, as they are in the file, in pieces that no value crosses. */
record NpyBytes(List<ByteBuffer> pieces) {

    private static final int SHIFT = 28;
    private static final int PIECE = 1 << SHIFT;

    /** Reads so many bytes, or fewer if the stream ends: {@link #length} says how many. */
    static NpyBytes read(InputStream in, long length) throws IOException {
        List<ByteBuffer> pieces = new ArrayList<>();
        for (long at = 0; at < length; at += PIECE) {
            pieces.add(ByteBuffer.wrap(in.readNBytes((int) Math.min(PIECE, length - at))));
        }
        return new NpyBytes(pieces);
    }

    long length() {
        return pieces.stream().mapToLong(ByteBuffer::limit).sum();
    }

    /** The value with this number in the order of the file. */
    double value(NpyType type, long number) {
        long at = number * type.width();
        return type.value(pieces.get((int) (at >>> SHIFT)), (int) (at & (PIECE - 1)));
    }
}
