package dev.equipoise.metrics.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.equipoise.run.Monitoring;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** An endpoint that lets in only who knows the password, or that speaks TLS. */
final class ProtectedEndpointTest {
    private static final String PASSWORD = "open:sésame";

    @TempDir
    private Path folder;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @ParameterizedTest
    @ValueSource(strings = {"passwordVariable: SECRET", "passwordHash: '@'"})
    void onlyTheRightUserAndPasswordAreLetIn(String kind) throws Exception {
        String basic = "basicAuth: {user: me, " + kind.replace("@", hash()) + "}";
        try (MetricsEndpoint endpoint = open(basic)) {
            for (String path : new String[] {"/metrics", "/", "/page.js", "/-/healthy", "/-/ready", "/other"}) {
                String url = endpoint.url().replace("/metrics", path);
                HttpResponse<String> refused = Web.request("GET", url, "");
                assertThat(refused.statusCode()).isEqualTo(401);
                assertThat(refused.headers().firstValue("WWW-Authenticate"))
                        .hasValue("Basic realm=\"equipoise\", charset=\"UTF-8\"");
                assertThat(status(url, "me", "wrong")).isEqualTo(401);
                assertThat(status(url, "you", PASSWORD)).isEqualTo(401);
                assertThat(status(url, "me", PASSWORD + "x")).isEqualTo(401);
                assertThat(status(url, "me", "")).isEqualTo(401);
                assertThat(status(url, "me", PASSWORD)).isEqualTo(path.equals("/other") ? 404 : 200);
            }
            assertThat(header(endpoint.url(), "Basic !!!")).isEqualTo(401);
            assertThat(header(endpoint.url(), "Basic bm9jb2xvbg==")).isEqualTo(401);
            assertThat(header(endpoint.url(), "Bearer " + encoded("me", PASSWORD)))
                    .isEqualTo(401);
            assertThat(header(endpoint.url(), "basic " + encoded("me", PASSWORD)))
                    .isEqualTo(200);
        }
    }

    @Test
    void theSlowCheckOfAHashIsMadeOnceForTheRightPassword() {
        AtomicInteger checks = new AtomicInteger();
        BasicAuthentication authentication = BasicAuthentication.ofCheck("me", password -> {
            checks.incrementAndGet();
            return password.equals(PASSWORD);
        });
        for (int i = 0; i < 3; i++) {
            assertThat(authentication.judge("Basic " + encoded("me", PASSWORD)))
                    .isEqualTo(BasicAuthentication.Verdict.ACCEPTED);
        }
        assertThat(checks).hasValue(1);
    }

    @Test
    void whilePasswordsAreGuessedTheKnownOneIsLetIn() throws Exception {
        CountDownLatch checking = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        BasicAuthentication authentication = BasicAuthentication.ofCheck("me", password -> {
            if (password.equals("guess")) {
                checking.countDown();
                await(enough);
            }
            return password.equals(PASSWORD);
        });
        authentication.judge("Basic " + encoded("me", PASSWORD));
        Thread guess = new Thread(() -> authentication.judge("Basic " + encoded("me", "guess")));
        guess.start();
        await(checking);
        assertThat(authentication.judge("Basic " + encoded("me", "another")))
                .isEqualTo(BasicAuthentication.Verdict.BUSY);
        assertThat(authentication.judge("Basic " + encoded("me", PASSWORD)))
                .isEqualTo(BasicAuthentication.Verdict.ACCEPTED);
        enough.countDown();
        guess.join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tlsIsSpokenWithTheCertificateOfTheFile() throws Exception {
        TestKeys keys = TestKeys.make(folder, "RSA");
        try (MetricsEndpoint endpoint = open("tls: {certificate: RSA-cert.pem, key: RSA-key.pem}")) {
            assertThat(endpoint.url()).startsWith("https://127.0.0.1:");
            assertThat(endpoint.pageUrl())
                    .isEqualTo("https://127.0.0.1:" + endpoint.address().getPort() + "/");
            HttpClient client =
                    HttpClient.newBuilder().sslContext(keys.client()).build();
            assertThat(Web.request(client, "GET", endpoint.url(), Map.of()).statusCode())
                    .isEqualTo(200);
            assertThat(Web.request(client, "HEAD", endpoint.url(), Map.of()).body())
                    .isEmpty();
        }
    }

    @Test
    void itIsSaidThatTlsAloneKeepsNoReaderOut() throws Exception {
        TestKeys.make(folder, "RSA");
        String tls = "tls: {certificate: RSA-cert.pem, key: RSA-key.pem}\n";
        assertThat(warnings("address: 0.0.0.0\n" + tls))
                .singleElement()
                .asString()
                .startsWith("everyone who can reach https://")
                .contains("set basicAuth.user");
        assertThat(warnings("address: 0.0.0.0\n" + tls + "basicAuth: {user: me, passwordVariable: SECRET}"))
                .isEmpty();
        assertThat(warnings(tls)).isEmpty();
    }

    private List<String> warnings(String yaml) throws IOException {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(MetricsEndpoint.class);
        logged.start();
        logger.addAppender(logged);
        try (MetricsEndpoint endpoint = open(yaml)) {
            assertThat(endpoint.scheme()).isEqualTo("https");
        } finally {
            logger.detachAppender(logged);
        }
        return logged.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** Prometheus may know a protected endpoint by any name. */
    @Test
    void whoHasThePasswordMayAskByAnyName() throws Exception {
        try (MetricsEndpoint endpoint = open("basicAuth: {user: me, passwordVariable: SECRET}")) {
            assertThat(Web.askedBy("gpu7.example.org", endpoint, "Authorization: Basic " + encoded("me", PASSWORD)))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    private MetricsEndpoint open(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("metrics.yaml"), yaml);
        EndpointSettings settings = EndpointSettings.of(
                new Monitoring(Optional.empty(), OptionalInt.of(0), Duration.ZERO, Optional.of(file)),
                Map.of("SECRET", PASSWORD));
        return MetricsEndpoint.open(settings, registry, new MetricsEndpoint.Run() {
            @Override
            public Optional<String> trouble() {
                return Optional.empty();
            }

            @Override
            public MetricsEndpoint.Page page() {
                return new MetricsEndpoint.Page("", "");
            }

            @Override
            public String script() {
                return "";
            }
        });
    }

    private static String hash() throws Exception {
        int iterations = 10_000;
        byte[] salt = "pepper and salt".getBytes(StandardCharsets.UTF_8);
        byte[] made = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(PASSWORD.toCharArray(), salt, iterations, 256))
                .getEncoded();
        Base64.Encoder base64 = Base64.getEncoder();
        return "pbkdf2-sha256:" + iterations + ":" + base64.encodeToString(salt) + ":" + base64.encodeToString(made);
    }

    private static int status(String url, String user, String password) {
        return header(url, "Basic " + encoded(user, password));
    }

    private static int header(String url, String authorization) {
        return Web.request(HttpClient.newHttpClient(), "GET", url, Map.of("Authorization", authorization))
                .statusCode();
    }

    private static String encoded(String user, String password) {
        return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
