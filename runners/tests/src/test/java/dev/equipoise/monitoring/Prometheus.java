package dev.equipoise.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** A real Prometheus on a free port of the loopback address, and its HTTP API. */
final class Prometheus {
    private final Listening server;
    private final String url;
    private final HttpClient client = HttpClient.newHttpClient();

    private Prometheus(Listening server) {
        this.server = server;
        url = "http://" + server.address();
    }

    /** Starts it on a configuration, with its data in a folder; returns when it answers. */
    static Prometheus start(Path configuration, Path folder) throws IOException, InterruptedException {
        Programs.need("prometheus", "prometheus");
        Prometheus started = new Prometheus(Listening.start(
                folder.resolve("prometheus.log"),
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("prometheus-data")));
        started.await("Prometheus to be ready", Duration.ofSeconds(60), () -> started.ready());
        return started;
    }

    private boolean ready() throws InterruptedException {
        try {
            return send("/-/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** What an expression is now. */
    JsonNode query(String expression) throws IOException, InterruptedException {
        return api("query", "query", expression).get("result");
    }

    /** Its course from a time until now, a value each second; or fewer, for more than 10,000 are not answered. */
    JsonNode range(String expression, Instant from) throws IOException, InterruptedException {
        long now = Instant.now().getEpochSecond();
        long seconds = now - from.getEpochSecond();
        return api(
                        "query_range",
                        "query",
                        expression,
                        "start",
                        Long.toString(from.getEpochSecond()),
                        "end",
                        Long.toString(now),
                        "step",
                        Long.toString(1 + seconds / 10_000))
                .get("result");
    }

    List<String> labelValues(String label, String selector) throws IOException, InterruptedException {
        List<String> values = new ArrayList<>();
        api("label/" + label + "/values", "match[]", selector).forEach(value -> values.add(value.asText()));
        return values;
    }

    /** The data of an answer of the API. */
    JsonNode api(String path, String... parameters) throws IOException, InterruptedException {
        StringBuilder query = new StringBuilder("/api/v1/").append(path);
        for (int i = 0; i < parameters.length; i += 2) {
            query.append(i == 0 ? '?' : '&')
                    .append(URLEncoder.encode(parameters[i], StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        JsonNode answer = new ObjectMapper().readTree(send(query.toString()).body());
        if (!answer.path("status").asText().equals("success")) {
            throw new IOException("Prometheus answered " + answer + " to " + query);
        }
        return answer.get("data");
    }

    /** Waits until this is so. */
    void await(String what, Duration limit, Callable<Boolean> so) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (!so.call()) {
                if (System.nanoTime() > end || !server.lives()) {
                    throw new AssertionError("waited in vain for " + what + "; Prometheus said:\n" + server.said());
                }
                Thread.sleep(500);
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("while waiting for " + what, e);
        }
    }

    private HttpResponse<String> send(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    void end() throws InterruptedException {
        server.end();
    }
}
