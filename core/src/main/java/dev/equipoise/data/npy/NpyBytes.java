package dev.equipoise.data.npy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The bytes of an array's values, mapped or in memory, in pieces that no value crosses. */
record NpyBytes(List<ByteBuffer> pieces) {

    private static final int SHIFT = 28;
    private static final int PIECE = 1 << SHIFT;

    /** Maps a part of a file, which is read as it is asked for. */
    static NpyBytes mapped(Path file, long from, long length, NpyType type) throws IOException {
        List<ByteBuffer> pieces = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            for (long at = 0; at < length; at += PIECE) {
                pieces.add(channel.map(FileChannel.MapMode.READ_ONLY, from + at, Math.min(PIECE, length - at))
                        .order(type.order()));
            }
        }
        return new NpyBytes(pieces);
    }

    /** Reads so many bytes, or fewer if the stream ends: {@link #length} says how many. */
    static NpyBytes read(InputStream in, long length, NpyType type) throws IOException {
        List<ByteBuffer> pieces = new ArrayList<>();
        for (long at = 0; at < length; at += PIECE) {
            byte[] piece = in.readNBytes((int) Math.min(PIECE, length - at));
            pieces.add(ByteBuffer.wrap(piece).order(type.order()));
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
