package dev.equipoise.metrics.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.run.Monitoring;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.Collector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MetricsEndpointTest {
    private PrometheusMeterRegistry registry;
    private MetricsEndpoint endpoint;
    private volatile Optional<String> trouble = Optional.empty();
    private volatile String shown = "<p>a page</p>";

    @BeforeEach
    void serve() throws IOException {
        registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        endpoint = open(0);
    }

    @AfterEach
    void close() {
        endpoint.close();
        registry.close();
    }

    @Test
    void itListensOnTheLoopbackAddressAlone() {
        assertThat(endpoint.address().getAddress().isLoopbackAddress()).isTrue();
        assertThat(endpoint.url())
                .isEqualTo("http://127.0.0.1:" + endpoint.address().getPort() + "/metrics");
        assertThat(endpoint.pageUrl())
                .isEqualTo("http://127.0.0.1:" + endpoint.address().getPort() + "/");
    }

    @Test
    void itIsReadyUnlessSomethingNeedsAPerson() {
        assertThat(request("GET", "/-/ready").body()).isEqualTo("ready\n");
        trouble = Optional.of("the disk is full");
        assertThat(request("GET", "/-/ready").statusCode()).isEqualTo(503);
        assertThat(request("GET", "/-/ready").body()).isEqualTo("the disk is full\n");
        assertThat(request("GET", "/-/healthy").statusCode()).isEqualTo(200);
        trouble = Optional.empty();
        assertThat(request("GET", "/-/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void theAcceptHeaderChoosesTheFormat() {
        Counter.builder("vae.steps").register(registry);

        HttpResponse<String> plain = Web.request("GET", endpoint.url(), "");
        assertThat(plain.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(plain.body()).contains("# TYPE vae_steps_total counter").doesNotContain("# EOF");

        HttpResponse<String> open =
                Web.request("GET", endpoint.url(), "application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1");
        assertThat(open.headers().firstValue("Content-Type"))
                .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(open.body()).contains("# TYPE vae_steps counter").endsWith("# EOF\n");
    }

    @Test
    void whatAUserPutsIntoALabelComesBackAsItWasAndForgesNoLine() {
        String note = "\"} 1\nvae_forged{note=\"<script>{{7*7}}\\n=cmd()";
        Counter.builder("vae.user").tag("note", note).register(registry);

        List<String> series = Web.body(endpoint.url())
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(series)
                .singleElement()
                .asString()
                .startsWith("vae_user_total{note=\"")
                .endsWith("\"} 0.0");
        String value =
                series.get(0).replaceFirst("^vae_user_total\\{note=\"", "").replaceFirst("\"} 0\\.0$", "");
        assertThat(unescaped(value)).isEqualTo(note);
    }

    /** A label's value as the exposition format of Prometheus has it. */
    private static String unescaped(String value) {
        return Pattern.compile("\\\\(.)").matcher(value).replaceAll(escape -> switch (escape.group(1)) {
            case "n" -> "\n";
            case "\\" -> "\\\\";
            default -> escape.group(1);
        });
    }

    @Test
    void headTellsTheLengthAndSendsNoBody() {
        Counter.builder("vae.steps").register(registry);
        String body = Web.body(endpoint.url());

        HttpResponse<String> head = Web.request("HEAD", endpoint.url(), "");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(body.length());
    }

    @Test
    void onlyFivePagesAndTwoMethodsAreServed() {
        assertThat(request("GET", "/-/healthy").body()).isEqualTo("healthy\n");
        assertThat(request("GET", "/").body()).isEqualTo("<p>a page</p>");
        assertThat(request("GET", "/").headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'");
        assertThat(request("GET", "/page.js").body()).isEqualTo("a script");
        assertThat(request("GET", "/page.js").headers().firstValue("Content-Type"))
                .hasValue("text/javascript; charset=utf-8");
        assertThat(request("GET", "/favicon.ico").statusCode()).isEqualTo(404);
        assertThat(request("GET", "/metrics/../secret").statusCode()).isEqualTo(404);
        assertThat(request("GET", "/metricsx").statusCode()).isEqualTo(404);
        HttpResponse<String> post = request("POST", "/metrics");
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:9464", "127.0.0.1", "127.0.0.1:80", "[::1]:9464", "127.0.1.1"})
    void withoutAPasswordItAnswersToThisMachine(String host) throws IOException {
        assertThat(Web.askedBy(host, endpoint)).startsWith("HTTP/1.1 200 ");
    }

    /** A page of attacker.example whose name now means 127.0.0.1 asks for that name. */
    @ParameterizedTest
    @ValueSource(strings = {"attacker.example:9464", "localhost.attacker.example", "127.0.0.1.attacker.example", "a b"})
    void withoutAPasswordItAnswersToNoNameThatAPageCouldHave(String host) throws IOException {
        assertThat(Web.askedBy(host, endpoint))
                .startsWith("HTTP/1.1 421 Misdirected Request")
                .endsWith("only requests for an address, localhost or advertisedHost are answered\n")
                .doesNotContain(host);
        assertThat(endpoint.scraped()).isFalse();
    }

    @Test
    void itAnswersToTheNameThatItAdvertises(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("metrics.yaml"), "advertisedHost: host.docker.internal");
        Monitoring monitoring = new Monitoring(Optional.empty(), OptionalInt.of(0), Duration.ZERO, Optional.of(file));
        try (MetricsEndpoint advertised = open(monitoring)) {
            assertThat(Web.askedBy("host.docker.internal:9464", advertised)).startsWith("HTTP/1.1 200 ");
            assertThat(advertised.pageUrl())
                    .isEqualTo("http://host.docker.internal:"
                            + advertised.address().getPort() + "/");
        }
    }

    @Test
    void aFailureShowsNoStackTrace() {
        registry.getPrometheusRegistry().register((Collector) () -> {
            throw new IllegalStateException("secret detail");
        });

        HttpResponse<String> failed = Web.request("GET", endpoint.url(), "");

        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).isEqualTo("the meters could not be read\n");
    }

    @Test
    void thePageIsRenderedAtMostOnceASecond() {
        Counter counter = Counter.builder("vae.steps").register(registry);
        long from = System.nanoTime();
        String first = Web.body(endpoint.url());
        counter.increment();
        long incremented = System.nanoTime();
        String second = Web.body(endpoint.url());
        if (System.nanoTime() - from < 900_000_000L) {
            assertThat(second).isEqualTo(first);
        }
        while (System.nanoTime() - incremented < 2_500_000_000L
                && !Web.body(endpoint.url()).contains("vae_steps_total 1.0")) {
            Thread.onSpinWait();
        }
        assertThat(Web.body(endpoint.url())).contains("vae_steps_total 1.0");
    }

    @Test
    void anOpenPageIsAwaitedUntilItWasSentTheEnd() throws Exception {
        assertThat(request("GET", "/").body()).isEqualTo("<p>a page</p>");
        shown = "<p>the end</p>";
        endpoint.ended();
        assertThat(endpoint.awaitLastPage(Duration.ZERO)).isFalse();
        assertThat(request("GET", "/metrics").statusCode()).isEqualTo(200);
        assertThat(request("HEAD", "/").statusCode()).isEqualTo(200);
        assertThat(endpoint.awaitLastPage(Duration.ZERO)).isFalse();
        // At once, though the page before it was rendered less than a second ago.
        assertThat(request("GET", "/").body()).isEqualTo("<p>the end</p>");
        assertThat(endpoint.awaitLastPage(Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void aPageThatNobodyOpenedIsNotAwaited() throws Exception {
        assertThat(request("HEAD", "/").statusCode()).isEqualTo(200);
        assertThat(request("GET", "/page.js").statusCode()).isEqualTo(200);
        endpoint.ended();
        assertThat(endpoint.awaitLastPage(Duration.ZERO)).isTrue();
    }

    @Test
    void aPageThatWasClosedIsNotAwaited() throws Exception {
        PageVisits visits = new PageVisits();
        visits.asked().run();
        Thread.sleep(20);
        visits.end(Duration.ofMillis(10));
        assertThat(visits.awaitLast(Duration.ZERO)).isTrue();
    }

    @Test
    void aBusyPortGivesTheNextFreeOne() throws IOException {
        int busy = endpoint.address().getPort();
        try (MetricsEndpoint second = open(busy)) {
            assertThat(second.address().getPort()).isBetween(busy + 1, busy + 99);
            assertThat(Web.request("GET", second.url(), "").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void itsThreadsDoNotHoldTheProcessUpAndEndWithIt() throws Exception {
        Web.body(endpoint.url());
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("metrics-endpoint"))
                .toList();
        assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);
        endpoint.close();
        for (Thread thread : threads) {
            thread.join(60_000);
        }
        assertThat(threads).noneMatch(Thread::isAlive);
        try (ServerSocket again = new ServerSocket(endpoint.address().getPort(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(again.isBound()).isTrue();
        }
    }

    @Test
    void thirtyEndpointsOneAfterTheOtherLeaveNoThreads() throws Exception {
        int before = Thread.activeCount();
        for (int i = 0; i < 30; i++) {
            try (MetricsEndpoint one = open(0)) {
                assertThat(one.address().getPort()).isPositive();
            }
        }
        for (int wait = 0; wait < 600 && Thread.activeCount() > before; wait++) {
            Thread.sleep(100);
        }
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(before);
    }

    private MetricsEndpoint open(int port) throws IOException {
        return open(Monitoring.onPort(port));
    }

    private MetricsEndpoint open(Monitoring monitoring) throws IOException {
        return MetricsEndpoint.open(EndpointSettings.of(monitoring), registry, new MetricsEndpoint.Run() {
            @Override
            public Optional<String> trouble() {
                return trouble;
            }

            @Override
            public MetricsEndpoint.Page page() {
                return new MetricsEndpoint.Page(shown, "default-src 'none'");
            }

            @Override
            public String script() {
                return "a script";
            }
        });
    }

    private HttpResponse<String> request(String method, String path) {
        return Web.request(method, endpoint.url().replace("/metrics", path), "");
    }
}
