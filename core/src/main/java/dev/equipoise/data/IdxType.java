package dev.equipoise.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The types that an IDX file's values can have, all big-endian; the third byte of the file is the code. */
enum IdxType implements Rows.Encoding {
    UBYTE(0x08, 1),
    BYTE(0x09, 1),
    SHORT(0x0b, 2),
    INT(0x0c, 4),
    FLOAT(0x0d, 4),
    DOUBLE(0x0e, 8);

    private final int code;
    private final int width;

    IdxType(int code, int width) {
        this.code = code;
        this.width = width;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public boolean exact() {
        return this == INT || this == DOUBLE;
    }

    boolean integral() {
        return this != FLOAT && this != DOUBLE;
    }

    @Override
    public double value(ByteBuffer bytes, int at) {
        return switch (this) {
            case UBYTE -> bytes.get(at) & 0xff;
            case BYTE -> bytes.get(at);
            case SHORT -> bytes.getShort(at);
            case INT -> bytes.getInt(at);
            case FLOAT -> bytes.getFloat(at);
            case DOUBLE -> bytes.getDouble(at);
        };
    }

    static Optional<IdxType> of(int code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
