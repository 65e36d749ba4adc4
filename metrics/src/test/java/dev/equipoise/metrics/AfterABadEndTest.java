package dev.equipoise.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.metrics.endpoint.Web;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StopRequest;
import dev.equipoise.testing.Events;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** A run that was scraped stays up after a bad end, so that the end is scraped too. Nobody waits here: the log stops it. */
final class AfterABadEndTest {

    @TempDir
    private Path directory;

    private final StopRequest stop = new StopRequest();
    private final List<String> scraped = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(MetricsRun.class);

    /** Scrapes once while the run lingers, and asks it to stop. */
    private final AppenderBase<ILoggingEvent> scraper = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            said.add(event.getFormattedMessage());
            if (event.getFormattedMessage().startsWith("the meters stay available")) {
                scrape("application/openmetrics-text");
                stop.make();
            }
        }
    };

    @BeforeEach
    void listenToTheLog() {
        logger.setLevel(Level.INFO);
        scraper.start();
        logger.addAppender(scraper);
    }

    @AfterEach
    void leaveTheLog() {
        logger.detachAppender(scraper);
        logger.setLevel(null);
    }

    @ParameterizedTest
    @EnumSource(names = {"DIVERGED", "FAILED"})
    void aBadEndIsScraped(RunStatus status) {
        MetricsRun run = started(Duration.ZERO);
        scrape("");
        end(run, status);
        assertThat(said).contains("the meters stay available for 15 s", "asked to stop: the meters are shut down");
        assertThat(scraped).last().asString().contains("state=\"" + status.word() + "\"} 1.0");
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPLETED", "STOPPED", "TERMINATED"})
    void afterAnotherEndItGoesAtOnce(RunStatus status) {
        MetricsRun run = started(Duration.ZERO);
        scrape("");
        end(run, status);
        assertThat(said).noneMatch(line -> line.startsWith("the meters stay available"));
    }

    @Test
    void whereNobodyScrapesItGoesAtOnce() {
        end(started(Duration.ZERO), RunStatus.FAILED);
        assertThat(said).noneMatch(line -> line.startsWith("the meters stay available"));
    }

    @Test
    void aLingerThatWasAskedForIsKept() {
        MetricsRun run = started(Duration.ofMinutes(10));
        scrape("");
        end(run, RunStatus.FAILED);
        assertThat(said).contains("the meters stay available for 600 s");
    }

    @Test
    void itIsTimeForAtLeastTwoScrapesOfTheConfigurationThatIsWritten() throws IOException {
        try (InputStream written = MetricsRun.class.getResourceAsStream("grafana/prometheus.yml")) {
            String text = new String(Objects.requireNonNull(written).readAllBytes(), StandardCharsets.UTF_8);
            long seconds = Long.parseLong(text.replaceAll("(?s).*scrape_interval: (\\d+)s.*", "$1"));
            assertThat(MetricsRun.LAST_SCRAPES).isGreaterThanOrEqualTo(Duration.ofSeconds(2 * seconds));
        }
    }

    private MetricsRun started(Duration linger) {
        RunOptions options = new RunOptions(
                EngineName.MXNET, "auto", directory, Monitoring.onPort(0).lingering(linger));
        MetricsRun run = new MetricsRun(options, stop, Clock.systemUTC(), new LocalDisk(), Invocation.PLAIN, Set.of());
        run.started(Events.started(directory));
        return run;
    }

    private void end(MetricsRun run, RunStatus status) {
        run.finished(Events.finished(status, directory));
        run.closed();
    }

    /** In a format of its own, for the last rendering of one may still be shown. */
    private void scrape(String format) {
        try {
            String address = Files.readString(directory.resolve("metrics.json"));
            String url = address.replaceAll("(?s).*\"url\" : \"(.*?)\".*", "$1");
            scraped.add(Web.request("GET", url, format).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
