package dev.equipoise.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.equipoise.app.RunsHere;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.MlpVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StopRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients that mean ill to the endpoint take of the training, for 784-400-20 at batch 128. */
@Tag("slow")
class HostileClientsTest {

    /** Steps in a row with the clients, and without. */
    private static final int STEPS = 25;

    private static final int FEWEST_PAIRS = 25;

    /** On a machine that others use, until the question is decided. */
    private static final int MOST_PAIRS = 600;

    private static final double MOST = 1.05;
    private static final int WARM_UP = 200;

    @TempDir
    Path runs;

    @Experiment(name = "pestered", epochs = 1_000, batchSize = 128)
    @GaussianData(dimensions = 784, examples = 16_000)
    @MlpVae(hidden = 400, latent = 20)
    static final class Pestered {}

    /** Lets the clients in and out by turns, and takes the times from step to step. */
    private static final class Turns implements RunListener {

        private final StopRequest stop;
        private final List<Double> ratios = new ArrayList<>();
        private final List<Double> quiet = new ArrayList<>();
        private final List<Double> pestered = new ArrayList<>();
        private Path run = Path.of("");
        private @Nullable HostileClients clients;
        private long last;

        Turns(StopRequest stop) {
            this.stop = stop;
        }

        @Override
        public void started(RunStarted event) {
            run = event.directory();
        }

        @Override
        public void epochFinished(EpochFinished event) {
            last = 0;
        }

        @Override
        public void stepFinished(StepFinished event) {
            if (last != 0 && event.step() >= WARM_UP) {
                (clients == null ? quiet : pestered).add((System.nanoTime() - last) * 1e-9);
                takeTurns();
            }
            last = System.nanoTime();
        }

        private void takeTurns() {
            HostileClients here = clients;
            if (here == null && quiet.size() == STEPS) {
                clients = new HostileClients(url());
            } else if (here != null && pestered.size() == STEPS) {
                here.close();
                clients = null;
                ratios.add(median(pestered) / median(quiet));
                quiet.clear();
                pestered.clear();
                if (decided()) {
                    stop.make();
                }
            }
        }

        /** Whether the interval of the median's 95 % confidence, by rank, lies on one side of the bound. */
        private boolean decided() {
            int pairs = ratios.size();
            List<Double> sorted = ratios.stream().sorted().toList();
            int reach = (int) Math.ceil(Math.sqrt(pairs));
            return pairs == MOST_PAIRS
                    || (pairs >= FEWEST_PAIRS
                            && (sorted.get(pairs / 2 + reach) < MOST || sorted.get(pairs / 2 - reach) > MOST));
        }

        private URI url() {
            try {
                return URI.create(JsonMapper.builder()
                        .build()
                        .readTree(run.resolve("metrics.json").toFile())
                        .get("url")
                        .asText());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theyTakeNoTwentiethOfAStep(EngineName engine) {
        RunsHere here = new RunsHere(engine, runs);
        List<Turns> turns = new ArrayList<>();
        here.run(here.plan(Pestered.class), stop -> {
            turns.add(new Turns(stop));
            return turns.get(0);
        });

        List<Double> ratios = turns.get(0).ratios;
        System.out.printf(
                "%s: under hostile clients a step takes %.3f times as long, the median of %d pairs%n",
                engine.djlName(), median(ratios), ratios.size());
        assertThat(median(ratios)).as("the median of %s", ratios).isLessThan(MOST);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
