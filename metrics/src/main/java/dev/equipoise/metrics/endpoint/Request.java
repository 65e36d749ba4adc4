package dev.equipoise.metrics.endpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The head of an HTTP request; a body is left unread.
 *
 * @param method such as "GET"
 * @param path without its query
 * @param headers by name in lower case, the values of repeated ones joined by commas
 */
record Request(String method, String path, Map<String, String> headers) {

    private static final int LONGEST = 16_384;

    /** Reads a head; empty if it is malformed or too long. */
    static Optional<Request> read(InputStream input) throws IOException {
        String[] lines = head(input).split("\r?\n", -1);
        String[] first = lines[0].split(" ", -1);
        if (first.length != 3 || !first[2].startsWith("HTTP/1.") || !first[1].startsWith("/")) {
            return Optional.empty();
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1) {
                return Optional.empty();
            }
            headers.merge(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip(),
                    (one, other) -> one + "," + other);
        }
        return Optional.of(new Request(first[0], first[1].replaceFirst("\\?.*", ""), headers));
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Up to the empty line; nothing if the client ends before it or says too much. */
    private static String head(InputStream input) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        byte[] some = new byte[2048];
        while (head.size() < LONGEST) {
            int count = input.read(some);
            if (count < 0) {
                return "";
            }
            head.write(some, 0, count);
            String text = head.toString(StandardCharsets.ISO_8859_1);
            if (text.contains("\r\n\r\n") || text.contains("\n\n")) {
                return text;
            }
        }
        return "";
    }
}
