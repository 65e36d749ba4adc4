package dev.equipoise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.Equipoise;
import dev.equipoise.app.Main;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.SplitEvaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code find-lr} suggests, beside a grid of constant rates: the ELBO on validation, median of three seeds, after 20
 * epochs each. Prints the rows of the table in docs/strategies.md.
 */
@Tag("slow")
class SuggestedRateTest {

    private static final List<Integer> SEEDS = List.of(7, 8, 9);
    private static final int EPOCHS = 20;
    private static final double MOST_GIVEN_UP = 0.1;
    private static final Pattern RATE = Pattern.compile("\"rate\" ?: ?([-+.0-9E]+)");

    @TempDir
    private Path folder;

    private final Map<Double, Double> elbos = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(classes = OracleFixed.class)
    void givesUpLittleOnTheCheapestExperiment(Class<?> experiment) throws IOException, InterruptedException {
        check(experiment, List.of(3e-3, 1e-2, 3e-2, 1e-1));
    }

    @ParameterizedTest
    @ValueSource(classes = {OracleFixed.class, DigitsFixed.class, DigitsAnnealed.class})
    @EnabledIfSystemProperty(named = "equipoise.rates", matches = "all", disabledReason = "half an hour, for the night")
    void givesUpLittleOnAllThree(Class<?> experiment) throws IOException, InterruptedException {
        check(experiment, List.of(1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1));
    }

    /** Of the suggestions of all seeds the one that is farthest from the grid's best rate is judged. */
    private void check(Class<?> experiment, List<Double> grid) throws IOException, InterruptedException {
        for (double rate : grid) {
            elbo(experiment, rate);
        }
        double best = grid.stream().max(Comparator.comparing(elbos::get)).orElseThrow();
        double suggested = best;
        for (int seed : SEEDS) {
            double found = suggestion(experiment, seed);
            suggested = distance(found, best) >= distance(suggested, best) ? found : suggested;
        }
        double range = elbos.get(best) - elbo(experiment, nearest(grid, best / 10));
        double givenUp = (elbos.get(best) - elbo(experiment, suggested)) / range;
        System.out.printf(
                Locale.ROOT,
                "%s: ELBO by rate %s; suggestion %.1e gives up %.0f %% of what a tenth of the best rate %.0e does%n",
                experiment.getSimpleName(),
                elbos,
                suggested,
                100 * givenUp,
                best);

        assertThat(range).isPositive();
        assertThat(givenUp).isLessThanOrEqualTo(MOST_GIVEN_UP);
    }

    private static double distance(double one, double other) {
        return Math.abs(Math.log(one / other));
    }

    /** The rate of the grid, so that none is trained twice, or the rate itself. */
    private static double nearest(List<Double> grid, double rate) {
        return grid.stream()
                .filter(one -> distance(one, rate) < 1e-6)
                .findFirst()
                .orElse(rate);
    }

    /** The median of the seeds; a run that diverged has no ELBO. */
    private double elbo(Class<?> experiment, double rate) {
        if (!elbos.containsKey(rate)) {
            List<Double> sorted = SEEDS.stream()
                    .map(seed -> elbo(experiment, rate, seed))
                    .sorted()
                    .toList();
            elbos.put(rate, sorted.get(SEEDS.size() / 2));
        }
        return elbos.get(rate);
    }

    private double elbo(Class<?> experiment, double rate, int seed) {
        RunReport report = Equipoise.run(
                experiment,
                new Overrides(
                        List.of(
                                new Setting("constantLearningRate.rate", Double.toString(rate), "test"),
                                new Setting("experiment.epochs", Integer.toString(EPOCHS), "test"),
                                new Setting("experiment.seed", Integer.toString(seed), "test")),
                        List.of("constantLearningRate"),
                        Set.of(),
                        false),
                new RunOptions(EngineName.MXNET, "cpu", folder.resolve("runs"), Monitoring.onPort(0)));
        double elbo = report.validation().map(SplitEvaluation::selection).orElse(Double.NEGATIVE_INFINITY);
        return Double.isNaN(elbo) ? Double.NEGATIVE_INFINITY : elbo;
    }

    /** What the command line says, in a process of its own. */
    private double suggestion(Class<?> experiment, int seed) throws IOException, InterruptedException {
        Path out = folder.resolve("found-" + seed + ".json");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "find-lr",
                        experiment.getAnnotation(Experiment.class).name(),
                        "--json",
                        "--with",
                        "constantLearningRate",
                        "--seed",
                        Integer.toString(seed),
                        "--engine",
                        "MXNet",
                        "--device",
                        "cpu",
                        "--runs",
                        folder.resolve("tests").toString(),
                        "--metrics-port",
                        "0")
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("found.err").toFile())
                .start();
        int code = process.waitFor();
        String json = Files.readString(out);
        Matcher rate = RATE.matcher(json);
        assertThat(code)
                .as(json + Files.readString(folder.resolve("found.err")))
                .isZero();
        assertThat(rate.find()).as(json).isTrue();
        return Double.parseDouble(rate.group(1));
    }
}
