package dev.equipoise.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
public final class Numbers {

    private static final int DIGITS = 4;

    private Numbers() {}

    /** Four significant digits, fewer if the last are zeros: 31.25, 0.5, 12,350, 1.234e-05. */
    public static String significant(double value) {
        return significant(value, DIGITS);
    }

    /** This number of significant digits, fewer if the last are zeros. */
    public static String significant(double value, int digits) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e7)) {
            return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value).replaceFirst("\\.?0+e", "e");
        }
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
        String format = Math.abs(rounded.doubleValue()) < 1e4 ? "%." : "%,.";
        return String.format(Locale.ROOT, format + Math.max(0, rounded.scale()) + "f", rounded);
    }

    /** At most five characters for a number that is not negative, such as 12345, 351.4, 3.500, 0.012, 3e-05. */
    public static String brief(double value) {
        if (!Double.isFinite(value) || value == 0) {
            return significant(value);
        }
        double rounded = new BigDecimal(value).round(new MathContext(DIGITS)).doubleValue();
        double size = Math.abs(rounded);
        if (size < 1e-3 || size >= 1e5) {
            return String.format(Locale.ROOT, "%.0e", rounded);
        }
        int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", rounded);
    }

    /** A whole number with commas between its thousands. */
    public static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A share in whole percent, such as "22 %". */
    public static String percent(double share) {
        return Math.round(100 * share) + " %";
    }

    /** A duration in few characters: 0:07, 12:34 or 1:02:03. */
    public static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    /** A duration with its units, such as "2 h 05 min". */
    public static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        return whole < 86_400
                ? String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60)
                : String.format(Locale.ROOT, "%d d %02d h", whole / 86_400, whole % 86_400 / 3600);
    }
}
