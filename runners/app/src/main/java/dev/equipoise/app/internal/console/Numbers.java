package dev.equipoise.app.internal.console;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
public final class Numbers {

    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private Numbers() {}

    /** Four significant digits, such as 31.25, 0.01234 or 1.234e-05. */
    public static String significant(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e7)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        BigDecimal rounded = new BigDecimal(value).round(FOUR_DIGITS);
        return rounded.scale() < 0 ? rounded.setScale(0).toPlainString() : plain(rounded);
    }

    /** At most five characters of a number that is not negative, for a place of its own: 12345, 351.4, 3.500, 0.012, 3e-05. */
    public static String brief(double value) {
        if (!Double.isFinite(value) || value == 0) {
            return significant(value);
        }
        double rounded = new BigDecimal(value).round(FOUR_DIGITS).doubleValue();
        double size = Math.abs(rounded);
        if (size < 1e-3 || size >= 1e5) {
            return String.format(Locale.ROOT, "%.0e", rounded);
        }
        int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", rounded);
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0
                ? "0"
                : value.stripTrailingZeros().scale() <= 0 ? value.setScale(0).toPlainString() : value.toPlainString();
    }

    /** A whole number with commas between its thousands. */
    public static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A duration as 0:07, 12:34 or 1:02:03. */
    public static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
