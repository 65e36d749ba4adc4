package dev.equipoise.data.csv;

import java.util.regex.Pattern;

/** Numbers as text: digits with a decimal point, an exponent, and a sign. */
final class CsvNumber {

    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?[\\d.]*\\d?,\\d+([eE][+-]?\\d+)?");

    private CsvNumber() {}

    /** Whether a text is a number. Java's own parser also takes words, hexadecimal digits and type letters. */
    static boolean is(String text) {
        int at = signed(text, 0);
        int whole = digits(text, at);
        int digits = whole - at;
        at = whole;
        if (at < text.length() && text.charAt(at) == '.') {
            int fraction = digits(text, at + 1);
            digits += fraction - at - 1;
            at = fraction;
        }
        if (digits == 0) {
            return false;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int exponent = signed(text, at + 1);
            at = digits(text, exponent);
            return at > exponent && at == text.length();
        }
        return at == text.length();
    }

    /** Whether a text would be a number if its comma were a point. */
    static boolean hasDecimalComma(String text) {
        return text.indexOf(',') >= 0 && DECIMAL_COMMA.matcher(text).matches();
    }

    /** Whether a number is a whole one of 32 bits. */
    static boolean isWhole(String text) {
        if (!is(text)) {
            return false;
        }
        double value = Double.parseDouble(text);
        return (int) value == value;
    }

    private static int signed(String text, int at) {
        boolean sign = at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+');
        return sign ? at + 1 : at;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
