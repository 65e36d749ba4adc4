package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.app.internal.findlr.LossCurve;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.Measures;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.model.LinearVae;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.Progress;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StoppingRule;
import dev.equipoise.schedules.CyclicalAnnealing;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The range test at work on a small experiment, and what it says in words. */
class FindLrTest {

    /** 16 batches of 64 in an epoch; beta starts again at 0 every 4 steps, of which the experiment warns. */
    @Experiment(name = "find-lr-trial", epochs = 4, batchSize = 64, seed = 3)
    @GaussianData(examples = 1_024)
    @LinearVae(latent = 3)
    @CyclicalAnnealing(cycles = 16, beta = 0.5)
    static final class Trial {}

    @TempDir
    private Path runs;

    private final FakeTerminal terminal = new FakeTerminal();
    private final FakeApplication application = new FakeApplication();

    @Test
    void itSuggestsARateThatTrainsAndShowsTheWholeCurve() throws IOException {
        assertThat(findLr("--steps", "300", "--min", "1e-5", "--max", "10")).isZero();

        Path run = run();
        List<double[]> rows = rows(run);
        assertThat(rows).hasSizeBetween(60, 300);
        assertThat(rows.get(0)[1]).isEqualTo(1e-5);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i)[0]).isEqualTo(i + 1);
            assertThat(rows.get(i)[1]).isCloseTo(1e-5 * Math.pow(1e6, i / 299.0), within(1e-9));
        }
        assertThatBetaWasHeld(run);
        assertThatNothingIsSaidOfTheExperimentsOwnRun(run);
        double rate = suggestion(terminal);
        assertThat(rate).isBetween(1e-5, 10.0);
        assertThat(lossAfterTraining(rate)).isLessThan(0.6 * rows.get(0)[2]).isLessThan(lossAfterTraining(rate / 100));
    }

    /** Rates so low that nothing is learned, for longer than a run is left unjudged; beta is held from the first step. */
    @Test
    void aTestOfRatesRaisesNoAlarmOfACollapse() throws IOException {
        findLr("--steps", "700", "--min", "1e-9", "--max", "1e-8");

        assertThat(rows(run())).as("steps that were taken").hasSize(700);
        assertThat(terminal.err()).doesNotContain("collapsed", "beta is too high");
        JsonNode summary =
                new ObjectMapper().readTree(run().resolve("summary.json").toFile());
        assertThat(summary.get("warnings")).isEmpty();
        assertThat(summary.get("verdicts")).isNotEmpty().allSatisfy(verdict -> {
            assertThat(verdict.get("holds").isNull()).isTrue();
            assertThat(verdict.get("text").asText()).isEqualTo("a test of learning rates trains no model");
        });
    }

    @Test
    void aRunThatDivergesIsANormalEndWithASuggestion() throws IOException {
        assertThat(faked(RunStatus.DIVERGED, rate -> 100 - 60 * logistic(rate), 250))
                .isZero();

        // 1/(1 + exp(-5x)) is 0.9 at x = 0.44 orders of magnitude; the average lags by a few steps.
        assertThat(suggestion(application.terminal)).isBetween(2.7e-3, 4.5e-3);
        assertThat(rows(runs)).hasSize(250);
    }

    @Test
    void theCurveIsDrawnWithItsOneSuggestion() throws IOException {
        assumeTrue(canDrawText(), "this Java finds no fonts: apt-get install fontconfig fonts-dejavu-core");
        faked(RunStatus.DIVERGED, rate -> 100 - 60 * logistic(rate), 250);

        assertThat(colours()).contains(0x1F5BA0, 0xC8461E).doesNotContain(0x328246);
    }

    @Test
    void withoutASuggestionTheCurveIsDrawnWithoutAMark() throws IOException {
        assumeTrue(canDrawText(), "this Java finds no fonts: apt-get install fontconfig fonts-dejavu-core");
        faked(RunStatus.STOPPED, rate -> 10 - Math.log(rate), 300);

        assertThat(colours()).contains(0x1F5BA0).doesNotContain(0xC8461E);
    }

    private Set<Integer> colours() throws IOException {
        BufferedImage picture = ImageIO.read(runs.resolve("find-lr.png").toFile());
        assertThat(picture.getWidth()).isGreaterThan(picture.getHeight()).isGreaterThan(500);
        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                colours.add(picture.getRGB(x, y) & 0xFFFFFF);
            }
        }
        return colours;
    }

    private static boolean canDrawText() {
        try {
            Graphics2D graphics = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB).createGraphics();
            return graphics.getFontMetrics().stringWidth("loss") > 0;
        } catch (RuntimeException | LinkageError | InternalError e) {
            return false;
        }
    }

    @Test
    void theTestEndsWhereTheLossRoseByFourTimesWhatItHadFallen() throws IOException {
        faked(RunStatus.STOPPED, rate -> rate < 1e-2 ? 100 - 60 * logistic(rate) : 1e4, 300);

        List<double[]> rows = rows(runs);
        assertThat(rows.get(rows.size() - 1)[1]).isBetween(1e-2, 1.1e-2);
        assertThat(suggestion(application.terminal)).isBetween(2.7e-3, 4.5e-3);
    }

    @Test
    void oneRateIsSuggestedAndOneLineToTakeIt() {
        assertThat(findLr("--min", "1e-5", "--max", "10")).isZero();

        String rate = String.format(Locale.ROOT, "%.1e", suggestion(terminal));
        assertThat(terminal.out().lines().skip(1))
                .containsExactly(
                        "  suggestion: " + rate + ", where the loss had completed 90 % of its fall",
                        "  --set constantLearningRate.rate=" + rate);
    }

    @Test
    void noiseAloneNeitherEndsTheTestNorMakesASuggestion() throws IOException {
        Random random = new Random(5);
        assertThat(faked(RunStatus.STOPPED, rate -> 100 + random.nextGaussian(), 300))
                .isEqualTo(1);

        assertThat(rows(runs)).hasSize(300);
        assertThat(application.terminal.out())
                .contains("no suggestion: the loss never fell", "--min", "--max", "--steps");
    }

    @Test
    void aLossThatFallsToTheEndAsksForAHigherMax() {
        assertThatNoRateIsSuggested(
                rate -> 10 - Math.log(rate), "still fell at the highest rates; go higher, with --max");
    }

    @Test
    void aLossThatRisesFromTheStartAsksForALowerMin() {
        assertThatNoRateIsSuggested(rate -> 100 + Math.log(rate), "rose from the first rates; start lower, with --min");
    }

    private void assertThatNoRateIsSuggested(DoubleUnaryOperator loss, String why) {
        assertThat(faked(RunStatus.STOPPED, loss, 300)).isEqualTo(1);

        assertThat(application.terminal.out()).contains("  no suggestion: the loss " + why);
        assertThat(application.terminal.out()).doesNotContain("  suggestion", "--set");
    }

    @Test
    void onlyWhatWasWrittenIsNamed() {
        faked(RunStatus.DIVERGED, rate -> 100 - 60 * logistic(rate), 250);
        assertThat(application.terminal.out())
                .contains("the loss is in find-lr.csv" + (canDrawText() ? " and find-lr.png in " : " in ") + runs);
        assertThat(Files.exists(runs.resolve("find-lr.png"))).isEqualTo(canDrawText());
    }

    @Test
    void ofARunThatMeasuredNothingNoFileIsNamed() {
        assertThat(faked(RunStatus.DIVERGED, rate -> 1, 0)).isEqualTo(1);

        assertThat(application.terminal.out())
                .contains("0 of 300 steps", "no suggestion: the run ended before its first step was measured")
                .doesNotContain("find-lr.");
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void whatItSuggestsIsTheHighestRateOfTheExperimentsOwnPartAndCanBeTakenAsItStands() {
        assertThat(findLr("--steps", "100", "--min", "1e-5", "--max", "10")).isZero();
        assertThat(hint()).startsWith("--set constantLearningRate.rate=");
        terminal.clear();
        assertThat(findLr("--steps", "100", "--min", "1e-5", "--max", "10", "--with", "triangularLearningRate"))
                .isZero();
        assertThat(hint()).startsWith("--set triangularLearningRate.max=");
        List<String> arguments = List.of("describe", "find-lr-trial", "--with", "triangularLearningRate", "--set");
        assertThat(Main.run(
                        terminal.plain(),
                        Stream.concat(arguments.stream(), Stream.of(hint().substring("--set ".length())))
                                .toArray(String[]::new)))
                .isZero();
    }

    @Test
    void programsReadItAsJson() throws IOException {
        assertThat(findLr("--json", "--steps", "100", "--min", "1e-5", "--max", "10"))
                .isZero();

        JsonNode found = new ObjectMapper().readTree(terminal.out());
        assertThat(found.get("experiment").asText()).isEqualTo("find-lr-trial");
        assertThat(found.get("directory").asText()).isEqualTo(run().toString());
        assertThat(found.get("status").asText()).isEqualTo("stopped");
        assertThat(found.get("beta").asDouble()).isEqualTo(0.5);
        assertThat(found.get("key").asText()).isEqualTo("constantLearningRate.rate");
        assertThat(found.get("files").get(0).asText()).isEqualTo("find-lr.csv");
        assertThat(found.get("steps").asInt()).isEqualTo(rows(run()).size());
        assertThat(found.get("rate").asDouble()).isBetween(1e-4, 1.0);
        assertThat(found.get("noRate").isNull()).isTrue();
        assertThat(found.size()).isEqualTo(10);
    }

    @Test
    void withoutASuggestionTheJsonSaysWhy() throws IOException {
        assertThat(faked(RunStatus.DIVERGED, rate -> 1, 0, "--json")).isEqualTo(1);

        JsonNode found = new ObjectMapper().readTree(application.terminal.out());
        assertThat(found.get("status").asText()).isEqualTo("diverged");
        assertThat(found.get("rate").isNull()).isTrue();
        assertThat(found.get("noRate").asText()).isEqualTo("the run ended before its first step was measured");
        assertThat(found.get("files")).isEmpty();
    }

    private String hint() {
        Matcher found = Pattern.compile("^  (--set .*)$", Pattern.MULTILINE).matcher(terminal.out());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Test
    void aRunThatFailsIsAFailure() {
        assertThat(faked(RunStatus.FAILED, rate -> 1, 3)).isEqualTo(1);

        assertThat(application.terminal.out()).doesNotContain("suggestion");
    }

    @Test
    void ratesAndStepsThatCannotBeAreAMistakeOfUsage() {
        assertThat(application.execute("find-lr", "digits", "--min", "1", "--max", "0.1"))
                .isEqualTo(2);
        assertThat(application.terminal.err()).contains("0 < min < max").contains("got 1.0 and 0.1");
        assertThat(application.execute("find-lr", "digits", "--steps", "10")).isEqualTo(2);
        assertThat(application.terminal.err()).contains("--steps must be at least 50, got 10");
    }

    /** 300 rates from 1e-6 to 1 over a run that has this loss at each, and ends so after so many steps at most. */
    private int faked(RunStatus status, DoubleUnaryOperator loss, int most, String... more) {
        application.runner = (plan, options) -> {
            ScheduledRate rate = (ScheduledRate) plan.part(LearningRate.class);
            LossCurve rule = (LossCurve) plan.part(StoppingRule.class);
            for (int step = 0; step < most; step++) {
                StepFinished event = finished(step, rate.at(step), loss.applyAsDouble(rate.at(step)));
                if (rule.afterStep(rule.initial(), event, new Progress(step + 1, 0, true, Optional.empty()))
                        .reason()
                        .isPresent()) {
                    break;
                }
            }
            return Reports.ended(status, Optional.empty(), runs);
        };
        return application.execute(Stream.concat(Stream.of("find-lr", "digits", "--steps", "300"), Stream.of(more))
                .toArray(String[]::new));
    }

    private static StepFinished finished(long step, double rate, double loss) {
        return new StepFinished(
                step,
                0,
                rate,
                Prices.beta(1),
                OptionalDouble.of(1),
                new Readings(
                        new Measures(loss, loss, loss, 0, 0, List.of(0.0), Map.of(), Optional.empty()),
                        1,
                        10,
                        false,
                        Map.of()),
                OptionalDouble.empty(),
                Map.of(),
                1e-3,
                0);
    }

    /** From 0 to 1 over about two orders of magnitude around 1e-3. */
    private static double logistic(double rate) {
        return 1 / (1 + Math.exp(-5 * (Math.log10(rate) + 3)));
    }

    private void assertThatBetaWasHeld(Path run) throws IOException {
        assertThat(terminal.out()).contains("beta held at 0.5 (what the run ends with)");
        JsonNode plan = new ObjectMapper().readTree(run.resolve("plan.json").toFile());
        assertThat(plan.at("/values/epochs/value").asInt()).isEqualTo(19);
        assertThat(plan.findValuesAsText("key")).contains("rateSweep").doesNotContain("constantLearningRate");
        int beta = List.of(Files.readAllLines(run.resolve("metrics.csv")).get(0).split(","))
                .indexOf("beta");
        assertThat(Files.readAllLines(run.resolve("metrics.csv")))
                .filteredOn(line -> line.startsWith("step,"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.split(",", -1)[beta]).isEqualTo("0.5"));
        assertThat(run.resolve("summary.json")).content().contains("\"stopped\"", "range test");
    }

    /** Its warnings are of prices that the test holds; the table would show a model that the test has spoilt. */
    private void assertThatNothingIsSaidOfTheExperimentsOwnRun(Path run) {
        assertThat(run.resolve("plan.json")).content().contains("\"warnings\" : [ ]");
        assertThat(terminal.err()).contains("  files", "epoch 1/19").doesNotContain("mse per element");
        assertThat(terminal.out()).startsWith("range test of find-lr-trial");
        FakeTerminal described = new FakeTerminal();
        Main.run(described.plain(), "describe", "find-lr-trial");
        assertThat(described.out()).contains("a cycle has 4 steps");
    }

    private int findLr(String... options) {
        List<String> all = Stream.concat(
                        Stream.of("find-lr", "find-lr-trial", "--runs", runs.toString(), "--metrics-port", "0"),
                        Stream.of(options))
                .toList();
        return Main.run(terminal.plain(), all.toArray(String[]::new));
    }

    private Path run() throws IOException {
        try (Stream<Path> found = Files.list(runs.resolve("find-lr-trial"))) {
            return found.findFirst().orElseThrow();
        }
    }

    private static List<double[]> rows(Path run) throws IOException {
        List<String> lines = Files.readAllLines(run.resolve("find-lr.csv"));
        assertThat(lines.get(0)).isEqualTo("step,rate,loss,smoothed_loss");
        return lines.stream()
                .skip(1)
                .map(line -> Stream.of(line.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
    }

    private static double suggestion(FakeTerminal terminal) {
        Matcher found = Pattern.compile("  suggestion: (\\S+), where").matcher(terminal.out());
        assertThat(found.find()).isTrue();
        return Double.parseDouble(found.group(1));
    }

    private double lossAfterTraining(double rate) {
        RunReport report = Equipoise.run(
                Trial.class,
                new Overrides(
                        List.of(
                                new Setting("constantLearningRate.rate", Double.toString(rate), "test"),
                                new Setting("fixedBeta.beta", "0.5", "test")),
                        List.of("fixedBeta"),
                        Set.of(),
                        false),
                new RunOptions(RunOptions.defaults().engine(), "cpu", runs.resolve("trained"), Monitoring.onPort(0)));
        return report.trainingLoss();
    }
}
