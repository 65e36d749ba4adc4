package dev.equipoise.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a registry on the loopback address: GET and HEAD of {@code /metrics} and {@code /-/healthy}, nothing else. The
 * page is rendered at most once a second, whoever asks; a request that is not complete after 2 seconds is dropped.
 */
public final class MetricsEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsEndpoint.class);
    private static final int THREADS = 4;
    private static final String PLAIN = "text/plain; charset=utf-8";

    private final Exposition exposition;
    private final HttpServer server;
    private final ExecutorService threads;

    private MetricsEndpoint(Exposition exposition, HttpServer server) {
        this.exposition = exposition;
        this.server = server;
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "metrics-endpoint");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Serves on this port, or on another where it is taken; {@link #address} tells. */
    public static MetricsEndpoint open(int port, PrometheusMeterRegistry registry) throws IOException {
        return open(port, registry, Duration.ofSeconds(1));
    }

    static MetricsEndpoint open(int port, PrometheusMeterRegistry registry, Duration maximumAge) throws IOException {
        MetricsEndpoint endpoint = new MetricsEndpoint(new Exposition(registry, maximumAge), LoopbackServer.bind(port));
        endpoint.start();
        if (port != 0 && port != endpoint.address().getPort()) {
            LOG.warn("port {} is not free: the meters are served at {}", port, endpoint.url());
        }
        return endpoint;
    }

    private void start() {
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        // The server's dispatcher inherits "daemon" from the thread that starts it: it must not hold the JVM up.
        CompletableFuture.runAsync(server::start, threads).join();
    }

    /** Where it really listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** The page of meters. */
    public String url() {
        String host = address().getAddress().getHostAddress();
        boolean six = address().getAddress() instanceof Inet6Address;
        return "http://" + (six ? "[" + host + "]" : host) + ":" + address().getPort() + "/metrics";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            String method = exchange.getRequestMethod();
            String path = exchange.getRequestURI().getPath();
            boolean known = path.equals("/metrics") || path.equals("/-/healthy");
            if (!known) {
                send(exchange, 404, PLAIN, text("not found; the meters are at /metrics\n"));
            } else if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, PLAIN, text("only GET and HEAD\n"));
            } else if (path.equals("/-/healthy")) {
                send(exchange, 200, PLAIN, text("healthy\n"));
            } else {
                String accept = String.join(",", exchange.getRequestHeaders().getOrDefault("Accept", List.of()));
                String type = Exposition.contentType(accept);
                send(exchange, 200, type, exposition.body(type));
            }
        } catch (RuntimeException e) {
            LOG.debug("a scrape failed", e);
            send(exchange, 500, PLAIN, text("the meters could not be read\n"));
        } finally {
            exchange.close();
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static byte[] text(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
