package dev.equipoise.metrics.endpoint;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one run: its meters at {@code /metrics}; {@code /-/healthy}; {@code /-/ready}, which fails with the reason
 * while something needs a person; a page for people at {@code /}, and its script at {@code /page.js}. Pages are
 * rendered at most once a second, however many clients ask. Only GET and HEAD are allowed, and only for clients that
 * the settings admit.
 */
public final class MetricsEndpoint implements AutoCloseable {
    /** How often an open page asks for its new state. */
    public static final Duration REFRESH = Duration.ofSeconds(5);

    /** A browser that asked for the page within this time has it open. */
    private static final Duration RECENT = REFRESH.multipliedBy(3);

    private static final Logger LOG = LoggerFactory.getLogger(MetricsEndpoint.class);
    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    /** What an endpoint shows of its run in addition to the meters. It is called on the endpoint's threads. */
    public interface Run {

        /** Why the run needs a person; empty if it does not. */
        Optional<String> trouble();

        /** An HTML page about the present state of the run. */
        Page page();

        /** The script of that page, which is the same for every run. */
        String script();
    }

    /** An inert page, and the content security policy that keeps it inert. */
    public record Page(String html, String contentSecurityPolicy) {}

    private final EndpointSettings settings;
    private final Run run;
    private final Rendered plain;
    private final Rendered open;
    private final Rendered people;
    private final InetSocketAddress address;
    private final WebServer server;
    private final PageVisits visits = new PageVisits();
    private volatile boolean scraped;

    private MetricsEndpoint(
            EndpointSettings settings,
            PrometheusMeterRegistry registry,
            Run run,
            Duration maximumAge,
            ServerSocket socket) {
        this.settings = settings;
        this.run = run;
        this.plain = new Rendered(maximumAge, () -> meters(registry, AcceptedType.PLAIN_TEXT));
        this.open = new Rendered(maximumAge, () -> meters(registry, AcceptedType.OPEN_METRICS));
        this.people = new Rendered(maximumAge, () -> people(run.page()));
        this.address = (InetSocketAddress) socket.getLocalSocketAddress();
        this.server = WebServer.start(socket, settings.tls(), this::answer);
    }

    /** Serves on the port of the settings, or on another one if that is taken; {@link #address} reports it. */
    public static MetricsEndpoint open(EndpointSettings settings, PrometheusMeterRegistry registry, Run run)
            throws IOException {
        return open(settings, registry, run, Duration.ofSeconds(1));
    }

    static MetricsEndpoint open(
            EndpointSettings settings, PrometheusMeterRegistry registry, Run run, Duration maximumAge)
            throws IOException {
        FreePort free = FreePort.listen(settings.address(), settings.port());
        MetricsEndpoint endpoint = new MetricsEndpoint(settings, registry, run, maximumAge, free.socket());
        free.refused()
                .ifPresent(why -> LOG.warn(
                        "port {} is not free ({}): the meters are served at {}",
                        settings.port(),
                        why.getMessage(),
                        endpoint.url()));
        if (!settings.address().isLoopbackAddress()) {
            endpoint.warnOfReaders();
        }
        return endpoint;
    }

    private void warnOfReaders() {
        if (settings.tls().isEmpty()) {
            LOG.warn("passwords and meters are sent over the network unencrypted: set tls.certificate and tls.key");
        }
        if (settings.authentication().isEmpty()) {
            LOG.warn(
                    "everyone who can reach {} can read the meters, because TLS does not restrict access: set basicAuth.user"
                            + " with a password",
                    url());
        }
    }

    /** The address on which it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** "http" or "https". */
    public String scheme() {
        Optional<SSLContext> tls = settings.tls();
        return tls.isPresent() ? "https" : "http";
    }

    /** The host and port by which others reach it. */
    public String target() {
        return host() + ":" + address.getPort();
    }

    /** The page of meters. */
    public String url() {
        return pageUrl() + "metrics";
    }

    /** The page for people. */
    public String pageUrl() {
        return scheme() + "://" + target() + "/";
    }

    /** The run has ended. From now on its page shows this. */
    public void ended() {
        people.forget();
        visits.end(RECENT);
    }

    /**
     * Waits until the end of the run was sent to an open page, or the time is over. Returns whether no page still waits
     * for it.
     */
    public boolean awaitLastPage(Duration time) throws InterruptedException {
        return visits.awaitLast(time);
    }

    /** Whether any client has requested the meters. */
    public boolean scraped() {
        return scraped;
    }

    private String host() {
        if (settings.advertisedHost().isPresent()) {
            return settings.advertisedHost().get();
        }
        InetAddress at = address.getAddress();
        if (at.isAnyLocalAddress()) {
            try {
                return InetAddress.getLocalHost().getCanonicalHostName();
            } catch (UnknownHostException e) {
                return "localhost";
            }
        }
        return at instanceof Inet6Address ? "[" + at.getHostAddress() + "]" : at.getHostAddress();
    }

    private Response answer(Request request) {
        try {
            Optional<Response> refusal = refusal(request);
            return refusal.isPresent() ? refusal.get() : page(request);
        } catch (RuntimeException e) {
            LOG.debug("a scrape failed", e);
            return Response.line(500, "the meters could not be read");
        }
    }

    private Optional<Response> refusal(Request request) {
        if (settings.authentication().isEmpty()) {
            // A certificate is no other name's: browsers see to that.
            return settings.tls().isPresent() || AskedHost.isOurs(request.header("host"), settings.advertisedHost())
                    ? Optional.empty()
                    : Optional.of(
                            Response.line(
                                    421,
                                    "without a password, only requests for an address, localhost or advertisedHost are answered"));
        }
        return switch (settings.authentication().get().judge(request.header("authorization"))) {
            case ACCEPTED -> Optional.empty();
            case BUSY -> Optional.of(Response.line(503, "another password is being checked; try again"));
            case REFUSED ->
                Optional.of(Response.line(401, "user and password are needed")
                        .with("WWW-Authenticate", "Basic realm=\"equipoise\", charset=\"UTF-8\""));
        };
    }

    private Response page(Request request) {
        if (!METHODS.contains(request.method())) {
            return Response.line(405, "only GET and HEAD").with("Allow", "GET, HEAD");
        }
        return switch (request.path()) {
            case "/metrics" -> {
                scraped = true;
                yield meters(request.header("accept")).page();
            }
            case "/-/healthy" -> Response.line(200, "healthy");
            case "/-/ready" -> readiness();
            case "/" -> people(request);
            case "/page.js" ->
                Response.of(200, "text/javascript; charset=utf-8", run.script().getBytes(StandardCharsets.UTF_8));
            default -> Response.line(404, "not found; the meters are at /metrics");
        };
    }

    private Rendered meters(String accept) {
        return AcceptedType.of(accept).equals(AcceptedType.OPEN_METRICS) ? open : plain;
    }

    private static Response meters(PrometheusMeterRegistry registry, String type) {
        return Response.of(200, type, registry.scrape(type).getBytes(StandardCharsets.UTF_8));
    }

    private Response readiness() {
        return run.trouble().map(why -> Response.line(503, why)).orElseGet(() -> Response.line(200, "ready"));
    }

    private Response people(Request request) {
        if (request.method().equals("HEAD")) {
            return people.page();
        }
        // Asked before it is rendered, so that the end is not taken for sent by a page from before it.
        Runnable sent = visits.asked();
        return people.page().onceSent(sent);
    }

    private static Response people(Page page) {
        return Response.of(200, "text/html; charset=utf-8", page.html().getBytes(StandardCharsets.UTF_8))
                .with("Content-Security-Policy", page.contentSecurityPolicy())
                .with("Referrer-Policy", "no-referrer");
    }

    @Override
    public void close() {
        server.close();
    }
}
