package dev.equipoise.metrics.internal.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers and names as the page writes them. */
final class Figures {
    private Figures() {}

    /** Four significant digits. */
    static String of(double value) {
        return of(value, 4);
    }

    /** So many significant digits, fewer where the last are zeros. */
    static String of(double value, int digits) {
        if (!Double.isFinite(value)) {
            return "not finite";
        }
        double size = Math.abs(value);
        if (value == 0 || (size >= 1e-4 && size < 1e7)) {
            BigDecimal rounded =
                    new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
            return value == 0 ? "0" : size >= 1e4 ? grouped(rounded.longValue()) : rounded.toPlainString();
        }
        return String.format(Locale.ROOT, "%." + (digits - 1) + "g", value);
    }

    static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String percent(double share) {
        return Math.round(100 * share) + " %";
    }

    /** Such as "2 h 05 min". */
    static String time(double seconds) {
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

    /** Text that is inert in HTML, in content and in quoted attributes. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
