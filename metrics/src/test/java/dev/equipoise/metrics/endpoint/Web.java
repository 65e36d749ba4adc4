package dev.equipoise.metrics.endpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Real requests to an endpoint. */
public final class Web {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Web() {}

    public static String body(String url) {
        return request("GET", url, "").body();
    }

    public static HttpResponse<String> request(String method, String url, String accept) {
        return request(CLIENT, method, url, accept.isEmpty() ? Map.of() : Map.of("Accept", accept));
    }

    static HttpResponse<String> request(HttpClient client, String method, String url, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.noBody());
        headers.forEach(request::header);
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
