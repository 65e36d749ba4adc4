package dev.equipoise.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.equipoise.disk.LocalDisk;
import dev.equipoise.metrics.endpoint.MetricsEndpoint;
import dev.equipoise.metrics.endpoint.Web;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StopRequest;
import dev.equipoise.testing.Events;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever has the page open when a run ends sees how it ended, and holds nobody up for it. */
final class OpenPageAtTheEndTest {
    /** Long enough for a machine that does something else, and shorter than the wait for a page. */
    private static final Duration AT_ONCE = MetricsRun.LAST_PAGE.multipliedBy(3).dividedBy(4);

    @TempDir
    private Path directory;

    private final StopRequest stop = new StopRequest();
    private MetricsRun run;

    @BeforeEach
    void start() {
        RunOptions options = new RunOptions(EngineName.MXNET, "auto", directory, Monitoring.onPort(0));
        run = new MetricsRun(options, stop, Clock.systemUTC(), new LocalDisk(), Invocation.PLAIN, Set.of());
        run.started(Events.started(directory));
    }

    @ParameterizedTest
    @EnumSource
    void itIsSentTheEnd(RunStatus status) throws Exception {
        if (status == RunStatus.TERMINATED) {
            stop.make();
        }
        assertThat(page()).contains("<span class=\"state running\">");
        Thread end = ending(status);
        end.join(500);
        assertThat(end.isAlive()).isTrue();
        assertThat(page())
                .contains("The end of the run", "<b>" + status.word() + "</b>", "exit code " + status.exitCode());
        end.join(AT_ONCE.toMillis());
        assertThat(end.isAlive()).isFalse();
    }

    @Test
    void aPageThatDoesNotAskAgainIsAwaitedForTwoOfItsIntervals() {
        assertThat(page()).contains("running");
        long from = System.nanoTime();
        run.finished(Events.finished(RunStatus.COMPLETED, directory));
        run.closed();
        assertThat(Duration.ofNanos(System.nanoTime() - from))
                .isBetween(MetricsEndpoint.REFRESH.multipliedBy(2), MetricsEndpoint.REFRESH.multipliedBy(4));
    }

    @Test
    void aRunThatNobodyLooksAtEndsAtOnce() {
        Web.body(url());
        run.finished(Events.finished(RunStatus.COMPLETED, directory));
        assertTimeoutPreemptively(AT_ONCE, run::closed);
    }

    @Test
    void anInterruptDoesNotWait() throws Exception {
        assertThat(page()).contains("running");
        Thread end = ending(RunStatus.COMPLETED);
        end.join(300);
        end.interrupt();
        end.join(AT_ONCE.toMillis());
        assertThat(end.isAlive()).isFalse();
    }

    @Test
    void neitherDoesASignalAfterTheEnd() throws Exception {
        assertThat(page()).contains("running");
        Thread end = ending(RunStatus.COMPLETED);
        end.join(300);
        stop.make();
        end.join(AT_ONCE.toMillis());
        assertThat(end.isAlive()).isFalse();
    }

    private Thread ending(RunStatus status) {
        Thread end = new Thread(() -> {
            run.finished(Events.finished(status, directory));
            run.closed();
        });
        end.start();
        return end;
    }

    private String page() {
        return Web.body(url().replace("/metrics", "/"));
    }

    private String url() {
        try {
            return Files.readString(directory.resolve("metrics.json")).replaceAll("(?s).*\"url\" : \"(.*?)\".*", "$1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
