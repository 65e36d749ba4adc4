package dev.equipoise.metrics.endpoint;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP response whose body is in memory.
 *
 * @param sent runs after the response was sent
 */
record Response(int status, Map<String, String> headers, byte[] body, Runnable sent) {

    private static final Map<Integer, String> REASONS = Map.of(
            200, "OK",
            400, "Bad Request",
            401, "Unauthorized",
            404, "Not Found",
            405, "Method Not Allowed",
            421, "Misdirected Request",
            500, "Internal Server Error",
            503, "Service Unavailable");

    static Response of(int status, String type, byte[] body) {
        return new Response(status, Map.of("Content-Type", type), body, () -> {});
    }

    static Response line(int status, String words) {
        return of(status, "text/plain; charset=utf-8", (words + "\n").getBytes(StandardCharsets.UTF_8));
    }

    Response with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Response(status, more, body, sent);
    }

    /** The same, after which this is done. */
    Response onceSent(Runnable work) {
        return new Response(status, headers, body, work);
    }

    /** What goes over the wire; for HEAD all but the body. */
    byte[] bytes(boolean headOnly) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + REASONS.get(status) + "\r\n");
        with("Content-Length", Integer.toString(body.length))
                .with("Connection", "close")
                .with("Cache-Control", "no-store")
                .with("X-Content-Type-Options", "nosniff")
                .headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        int length = headOnly ? 0 : body.length;
        byte[] all = new byte[first.length + length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(body, 0, all, first.length, length);
        return all;
    }
}
