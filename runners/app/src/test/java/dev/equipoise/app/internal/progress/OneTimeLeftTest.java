package dev.equipoise.app.internal.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.app.FakeTerminal;
import dev.equipoise.app.RunsHere;
import dev.equipoise.app.internal.watch.RunScreen;
import dev.equipoise.app.internal.watch.WatchedRun;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.LinearVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StopRequest;
import dev.equipoise.text.Numbers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The terminal, the page, the meter of the board and {@code watch} at one moment of a run. */
class OneTimeLeftTest {

    private static final long SECOND = 1_000_000_000L;

    @Experiment(name = "one-time-left", epochs = 4, batchSize = 64, seed = 3)
    @GaussianData(examples = 1_024)
    @LinearVae(latent = 3)
    static final class Watched {}

    @TempDir
    private Path runs;

    private final AtomicLong now = new AtomicLong();
    private final FakeTerminal terminal = new FakeTerminal();
    private final List<String> shown = new ArrayList<>();

    /** Steps take 20 s, but for those of the first epoch: 5 s. At the end of the second epoch, all are asked. */
    private final class Asked implements RunListener {

        private final StopRequest stop;
        private final ProgressListener progress;
        private Path directory = Path.of("");

        Asked(StopRequest stop) {
            this.stop = stop;
            progress = new ProgressListener(terminal.plain(), Duration.ZERO, stop, now::get, Invocation.PLAIN);
        }

        @Override
        public void started(RunStarted event) {
            directory = event.directory();
            progress.started(event);
        }

        @Override
        public void stepFinished(StepFinished event) {
            progress.stepFinished(event);
            now.addAndGet((event.epoch() == 0 ? 5 : 20) * SECOND);
        }

        @Override
        public void epochFinished(EpochFinished event) {
            progress.epochFinished(event);
            if (event.epoch() == 1) {
                try {
                    ask();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                stop.make();
            }
        }

        private void ask() throws IOException {
            String url = new ObjectMapper()
                    .readTree(directory.resolve("metrics.json").toFile())
                    .path("url")
                    .asText();
            shown.add(get(url));
            shown.add(get(url.replace("/metrics", "/")));
            shown.add(String.join(
                    "\n",
                    new RunScreen(WatchedRun.read(directory, Instant.now()), new FakeTerminal().plain()).lines()));
        }
    }

    private static String get(String url) throws IOException {
        try (var in = URI.create(url).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void allShowTheSame() {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs, now::get);
        here.run(here.plan(Watched.class), Asked::new);

        String epoch = terminal.out()
                .lines()
                .filter(line -> line.startsWith("epoch 2/4"))
                .findFirst()
                .orElseThrow();
        Matcher meter = Pattern.compile("vae_time_left_seconds\\{.*} ([0-9.]+)").matcher(shown.get(0));
        assertThat(meter.find()).isTrue();
        double seconds = Double.parseDouble(meter.group(1));
        assertThat(seconds)
                .as("32 steps and 2 evaluations of at most 20 s each; the mean since the start would say 400 s")
                .isBetween(600.0, 680.0);
        assertThat(epoch).endsWith(", " + Numbers.clock(seconds) + " left");
        assertThat(shown.get(1)).contains("about " + Numbers.duration(seconds) + " left");
        assertThat(shown.get(2)).contains(", " + Numbers.clock(seconds) + " left");
    }
}
