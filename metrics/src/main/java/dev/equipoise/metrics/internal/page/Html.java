package dev.equipoise.metrics.internal.page;

/** Text of others in HTML. */
final class Html {

    private Html() {}

    /** Text that is inert in HTML, in content and in quoted attributes. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
