package dev.equipoise.data.npy;

import dev.equipoise.data.Rows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of an array's values.
 *
 * @param kind b (truth values), u (unsigned), i (signed whole numbers) or f (floating point)
 * @param width bytes of one value
 * @param order of these bytes
 */
record NpyType(char kind, int width, ByteOrder order) implements Rows.Encoding {

    private static final Pattern NUMBER = Pattern.compile("([<>|])(b1|[ui][1248]|f[248])");

    /** What NumPy writes and this reader refuses, by the letter after the order of bytes. */
    private static final Map<Character, String> REFUSED = Map.of(
            'O', "objects, which are pickled programs; save numbers, such as array.astype('float32')",
            'S', "strings of bytes; save numbers",
            'U', "strings; save numbers",
            'M', "dates; save numbers, such as array.astype('int64')",
            'm', "durations; save numbers, such as array.astype('int64')",
            'c', "complex numbers; save their real and imaginary parts",
            'V', "records or raw bytes; save each field as an array",
            'f', "floats of this width; save array.astype('float64')");

    /**
     * The type that a header's {@code descr} names.
     *
     * @throws IllegalArgumentException whose message says what it is instead of numbers
     */
    static NpyType of(String descr) {
        Matcher number = NUMBER.matcher(descr);
        if (number.matches() && (descr.charAt(0) != '|' || descr.endsWith("1"))) {
            return new NpyType(
                    descr.charAt(1),
                    descr.charAt(2) - '0',
                    descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        }
        char kind = descr.length() > 1 ? descr.charAt(1) : ' ';
        throw new IllegalArgumentException(
                "'" + descr + "', " + REFUSED.getOrDefault(kind, "no type of numbers that NumPy writes"));
    }

    boolean unsignedByte() {
        return kind == 'u' && width == 1;
    }

    boolean truth() {
        return kind == 'b';
    }

    boolean whole() {
        return kind != 'f';
    }

    @Override
    public boolean exact() {
        return width == 8 || (width == 4 && kind != 'f');
    }

    /** The value that begins at a byte; whole numbers beyond 2^53 are rounded. */
    @Override
    public double value(ByteBuffer bytes, int at) {
        return switch (kind) {
            case 'b' -> bytes.get(at) == 0 ? 0 : 1;
            case 'u' -> unsigned(bytes, at);
            case 'i' -> signed(bytes, at);
            default -> floating(bytes, at);
        };
    }

    private double unsigned(ByteBuffer bytes, int at) {
        return switch (width) {
            case 1 -> bytes.get(at) & 0xff;
            case 2 -> shortAt(bytes, at) & 0xffff;
            case 4 -> intAt(bytes, at) & 0xffffffffL;
            default -> {
                long bits = longAt(bytes, at);
                yield bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
            }
        };
    }

    private double signed(ByteBuffer bytes, int at) {
        return switch (width) {
            case 1 -> bytes.get(at);
            case 2 -> shortAt(bytes, at);
            case 4 -> intAt(bytes, at);
            default -> longAt(bytes, at);
        };
    }

    private double floating(ByteBuffer bytes, int at) {
        return switch (width) {
            case 2 -> half(shortAt(bytes, at));
            case 4 -> Float.intBitsToFloat(intAt(bytes, at));
            default -> Double.longBitsToDouble(longAt(bytes, at));
        };
    }

    private short shortAt(ByteBuffer bytes, int at) {
        short value = bytes.getShort(at);
        return bytes.order() == order ? value : Short.reverseBytes(value);
    }

    private int intAt(ByteBuffer bytes, int at) {
        int value = bytes.getInt(at);
        return bytes.order() == order ? value : Integer.reverseBytes(value);
    }

    private long longAt(ByteBuffer bytes, int at) {
        long value = bytes.getLong(at);
        return bytes.order() == order ? value : Long.reverseBytes(value);
    }

    /** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
    private static double half(short bits) {
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        double size = switch (exponent) {
            case 0 -> Math.scalb((double) fraction, -24);
            case 0x1f -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            default -> Math.scalb(fraction + 1024.0, exponent - 25);
        };
        return bits < 0 ? -size : size;
    }

    @Override
    public String toString() {
        return (kind == 'b' ? "bool" : kind == 'u' ? "uint" : kind == 'i' ? "int" : "float")
                + (kind == 'b' ? "" : 8 * width);
    }
}
