package dev.equipoise.metrics.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class PushedMetersTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.equipoise.metrics");
    private HttpServer gateway;
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        logger.setLevel(Level.WARN);
        logged.start();
        logger.addAppender(logged);
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + "\n" + body);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
        logger.detachAppender(logged);
    }

    @Test
    void thePageIsPutIntoTheGroupOfTheRun() {
        registry.counter("vae.steps").increment();
        pushed().push();
        assertThat(received)
                .singleElement()
                .asString()
                .startsWith("PUT /metrics/job/equipoise/experiment/digits/run/20261122-ab1z text/plain; version=0.0.4")
                .contains("vae_steps_total 1.0\n");
        assertThat(logged.list).isEmpty();
    }

    @Test
    void failuresAreOneWarningAndTheNextPushTriesAgain() {
        PushedMeters pushed = pushed();
        status = 400;
        pushed.push();
        pushed.push();
        status = 200;
        pushed.push();
        assertThat(received).hasSize(3);
        assertThat(warnings()).singleElement().asString().contains("the run continues: status 400");
    }

    @Test
    void aGatewayThatIsNotThereIsOneWarning() {
        PushedMeters pushed = pushed();
        gateway.stop(0);
        pushed.push();
        pushed.push();
        assertThat(warnings()).singleElement().asString().contains("could not be pushed to http://127.0.0.1:");
    }

    private PushedMeters pushed() {
        URI uri = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort() + "/");
        return new PushedMeters(uri, registry, "digits", "20261122-ab1z");
    }

    private List<String> warnings() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
