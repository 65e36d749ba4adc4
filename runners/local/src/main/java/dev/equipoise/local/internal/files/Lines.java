package dev.equipoise.local.internal.files;

import java.util.Locale;

/** Text that stays on its line. */
final class Lines {

    private Lines() {}

    /** The text with its control characters shown as {@code \\u000a}, so that none can forge a line. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean breaks = Character.isISOControl(c)
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            if (breaks) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
