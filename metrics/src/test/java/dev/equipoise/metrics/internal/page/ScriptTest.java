package dev.equipoise.metrics.internal.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.equipoise.metrics.Programs;
import dev.equipoise.metrics.endpoint.MetricsEndpoint.Page;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a browser makes of pages that come, change and stay away: a real one, whose clock runs ahead. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ScriptTest {
    private static final String RUN = "20261122-160000-ab1z";
    private static final String LOST = "id=\"lost\" role=\"status\">";
    private static final String OTHER = "id=\"other\" role=\"status\">";

    @TempDir
    private Path profile;

    @Test
    void itMakesNoMarkup() {
        assertThat(LivePage.SCRIPT)
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacent", "write(", "eval(", "createElement");
    }

    @Test
    void aRunIsFollowed() throws Exception {
        String shown = shown(count -> Optional.of(page("digits", RUN, "cpu " + Math.min(count, 4), Optional.empty())));
        assertThat(shown).contains("MXNet on cpu 4").doesNotContain(LOST, OTHER, "MXNet on cpu 1");
    }

    @Test
    void theLastStateOfARunThatWasKilledStays() throws Exception {
        String shown = shown(count ->
                count > 2 ? Optional.empty() : Optional.of(page("digits", RUN, "cpu " + count, Optional.empty())));
        assertThat(shown)
                .contains("MXNet on cpu 2", LOST + "No answer from the run since <time>")
                .containsPattern("since <time>\\d\\d:\\d\\d:\\d\\d</time>")
                .contains("equipoise watch runs/digits/" + RUN, "equipoise resume runs/digits/" + RUN)
                .doesNotContain(OTHER);
    }

    @Test
    void theEndStaysOnceTheProcessIsGone() throws Exception {
        RunReport report = Endings.of(RunStatus.TERMINATED, "it was asked to end", 143);
        String shown = shown(count -> count > 3
                ? Optional.empty()
                : Optional.of(page("digits", RUN, "cpu", count < 3 ? Optional.empty() : Optional.of(report))));
        assertThat(shown)
                .contains("<title>digits · terminated</title>", "The end of the run", "exit code 143")
                .contains(LOST + "The run has ended and its process is gone: no answer since <time>")
                .doesNotContain("No answer from the run");
    }

    @Test
    void aRunThatAnswersAgainIsFollowedAgain() throws Exception {
        String shown = shown(count -> count == 3 || count == 4
                ? Optional.of(new Page("", ""))
                : Optional.of(page("digits", RUN, "cpu " + Math.min(count, 6), Optional.empty())));
        assertThat(shown).contains("MXNet on cpu 6").doesNotContain(LOST, OTHER);
    }

    @Test
    void anotherRunAtTheSameAddressIsNotTakenForIt() throws Exception {
        String shown = shown(count -> Optional.of(
                page("digits", count < 3 ? RUN : "another", "cpu " + Math.min(count, 3), Optional.empty())));
        assertThat(shown).contains("MXNet on cpu 2", OTHER).doesNotContain(LOST, "MXNet on cpu 3");
    }

    @Test
    void whatAPageSaysStaysInert() throws Exception {
        String name = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>";
        String shown = shown(count -> Optional.of(page(name, RUN, "cpu", Optional.empty())));
        assertThat(shown)
                .contains("<h1>&lt;img src=x onerror=", "<title>&lt;img src=x")
                .containsOnlyOnce("<script")
                .doesNotContain("<img", "<title>run");
    }

    /**
     * The document after a minute of the browser's time.
     *
     * @param pages by how often one was asked for, from 1; an empty one fails, and none ends the server
     */
    private String shown(IntFunction<Optional<Page>> pages) throws Exception {
        Optional<String> chromium = Programs.chromium();
        assumeTrue(chromium.isPresent());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger count = new AtomicInteger();
        server.createContext("/page.js", request -> answer(request, 200, "text/javascript", LivePage.SCRIPT));
        server.createContext("/", request -> {
            Optional<Page> page = pages.apply(count.incrementAndGet());
            if (page.isEmpty()) {
                request.close();
                server.stop(0);
                return;
            }
            request.getResponseHeaders()
                    .set("Content-Security-Policy", page.get().contentSecurityPolicy());
            int status = page.get().html().isEmpty() ? 500 : 200;
            answer(request, status, "text/html", page.get().html());
        });
        server.start();
        try {
            Process browser = new ProcessBuilder(
                            chromium.get(),
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--user-data-dir=" + profile,
                            "--virtual-time-budget=60000",
                            "--dump-dom",
                            "http://127.0.0.1:" + server.getAddress().getPort() + "/")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String document = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(browser.waitFor()).as(document).isZero();
            return document;
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange request, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        request.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        request.getResponseHeaders().set("Connection", "close");
        request.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        request.getResponseBody().write(bytes);
        request.close();
    }

    private static Page page(String experiment, String run, String device, Optional<RunReport> end) {
        return LivePage.of(new PageState(
                experiment,
                run,
                "runs/digits/" + run,
                Invocation.PLAIN,
                true,
                end,
                "MXNet on " + device,
                "fixedBeta",
                20,
                940,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                1,
                OptionalDouble.empty()));
    }
}
