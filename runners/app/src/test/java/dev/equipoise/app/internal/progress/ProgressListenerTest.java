package dev.equipoise.app.internal.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.FakeTerminal;
import dev.equipoise.app.Reports;
import dev.equipoise.app.TestPlans;
import dev.equipoise.balance.Measures;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressListenerTest {

    private static final long SECOND = 1_000_000_000L;

    private final FakeTerminal terminal = new FakeTerminal();
    private final AtomicLong clock = new AtomicLong();

    @TempDir
    private Path folder;

    private RunStarted started() {
        return startedAfter(0, 0);
    }

    private RunStarted startedAfter(int epochs, long steps) {
        return startedAfter(folder, epochs, steps);
    }

    static RunStarted startedAfter(Path folder, int epochs, long steps) {
        return startedAfter(folder, epochs, steps, Map.of());
    }

    private static RunStarted startedAfter(Path folder, int epochs, long steps, Map<String, Object> details) {
        return new RunStarted(
                TestPlans.plan(TestPlans.Digits.class, Overrides.NONE),
                "1",
                folder,
                new RunStarted.Environment("MXNet", "cpu", "no GPU found", "1", details),
                12_345,
                epochs,
                steps,
                10 * steps,
                List.of());
    }

    static StepFinished step(long step, double squaredError) {
        Readings readings = new Readings(
                new Measures(1, squaredError, squaredError, 3.5, 3.5, List.of(3.5), Map.of(), Optional.empty()),
                1,
                10,
                false,
                Map.of());
        return new StepFinished(
                step,
                (int) step / 10,
                1e-3,
                Prices.beta(2),
                OptionalDouble.of(2),
                readings,
                OptionalDouble.empty(),
                Map.of(),
                0.01,
                (20 * 10 - step - 1) * 0.2);
    }

    @Test
    void aResumedRunSaysWhereItGoesOn() {
        ProgressListener listener = new ProgressListener(
                terminal.interactive(120), Duration.ZERO, new StopRequest(), clock::get, Invocation.PLAIN);
        listener.started(startedAfter(4, 40));
        clock.set(10 * SECOND);
        listener.stepFinished(step(49, 31.25));

        assertThat(terminal.out())
                .contains("continuing after 40 steps, in epoch 5")
                .contains("  25%")
                .contains("0:30 left");
    }

    @Test
    void aRunFromWeightsOfAnotherSaysWhatItTookOfWhich() {
        Map<String, Object> decoder = Map.of(
                "startedFrom", Map.of("run", "20261122-ab1z", "steps", 1940, "taken", "decoder", "averaged", true));
        Map<String, Object> whole =
                Map.of("startedFrom", Map.of("run", "r", "steps", 7, "taken", "all", "averaged", false));

        assertThat(startedWith(decoder, 0))
                .contains("starting from the averaged weights of the decoder of run 20261122-ab1z after 1,940 steps\n");
        assertThat(startedWith(whole, 0))
                .contains("starting from the weights of the whole model of run r after 7 steps\n");
        assertThat(startedWith(whole, 10)).as("a resume goes on with its own").doesNotContain("starting from");
        assertThat(startedWith(Map.of(), 0)).doesNotContain("starting from");
    }

    private String startedWith(Map<String, Object> details, long steps) {
        FakeTerminal own = new FakeTerminal();
        new ProgressListener(own.plain(), Duration.ZERO, new StopRequest(), clock::get, Invocation.PLAIN)
                .started(startedAfter(folder, 0, steps, details));
        return own.out();
    }

    @Test
    void aResumedRunThatWasCompleteSaysThatNothingIsLeft() {
        ProgressListener listener = new ProgressListener(
                terminal.interactive(120), Duration.ZERO, new StopRequest(), clock::get, Invocation.PLAIN);
        listener.started(startedAfter(20, 200));

        assertThat(terminal.out())
                .contains("nothing is left to train after 200 steps; the results are computed again")
                .doesNotContain("going on");
    }

    @Test
    void anEpochThatAResumedRunOnlyEvaluatedTellsNoTimeLeft() {
        ProgressListener listener =
                new ProgressListener(terminal.plain(), Duration.ZERO, new StopRequest(), clock::get, Invocation.PLAIN);
        listener.started(startedAfter(0, 10));
        clock.set(SECOND);
        listener.epochFinished(epoch(0, OptionalDouble.empty()));
        clock.set(11 * SECOND);
        listener.epochFinished(epoch(1, OptionalDouble.of(198)));

        assertThat(terminal.out().lines().filter(line -> line.startsWith("epoch ")))
                .satisfiesExactly(
                        first -> assertThat(first).endsWith("examples/s"),
                        second -> assertThat(second).endsWith("examples/s, 3:18 left"));
    }

    @Test
    void aRunThatWasAskedToEndSaysHowItGoesOn() throws IOException {
        assertThat(end(Reports.ended(RunStatus.COMPLETED, Optional.empty(), folder), Duration.ZERO))
                .doesNotContain("resume");
        assertThat(end(Reports.ended(RunStatus.TERMINATED, Optional.of("it was asked to end"), folder), Duration.ZERO))
                .as("it has no checkpoints")
                .doesNotContain("resume");
        Files.createDirectory(folder.resolve("checkpoints"));
        assertThat(end(Reports.ended(RunStatus.DIVERGED, Optional.of("no number"), folder), Duration.ZERO))
                .as("its newest checkpoint diverges again")
                .doesNotContain("resume", "export");
        assertThat(end(Reports.ended(RunStatus.TERMINATED, Optional.of("it was asked to end"), folder), Duration.ZERO))
                .contains("terminated (it was asked to end)")
                .contains("equipoise resume " + folder);
        assertThat(end(Reports.ended(RunStatus.FAILED, Optional.of("disk full"), folder), Duration.ZERO))
                .contains("equipoise resume " + folder);
    }

    @Test
    void aRunThatHasEndedSaysHowItsModelIsExported() throws IOException {
        assertThat(end(Reports.ended(RunStatus.COMPLETED, Optional.empty(), folder), Duration.ZERO))
                .as("it has no checkpoints")
                .doesNotContain("export");
        Files.createDirectory(folder.resolve("checkpoints"));
        assertThat(end(Reports.ended(RunStatus.COMPLETED, Optional.empty(), folder), Duration.ZERO))
                .contains("equipoise export " + folder)
                .doesNotContain("resume");
    }

    @Test
    void aTerminalShowsOneLineWithEveryNumberAndTheTimeLeft() {
        ProgressListener listener = new ProgressListener(
                terminal.interactive(120), Duration.ZERO, new StopRequest(), clock::get, Invocation.PLAIN);
        listener.started(started());
        clock.set(10 * SECOND);
        listener.stepFinished(step(49, 31.25));

        assertThat(terminal.out())
                .contains("12,345 parameters")
                .contains("epoch  5/20 ")
                .contains("  25%  SE 31.25  KL 3.500  beta 2.000   1,000 ex/s   0:30 left");
    }

    @Test
    void aTerminalIsWrittenAtMostTenTimesASecond() {
        ProgressListener listener = new ProgressListener(
                terminal.interactive(120), Duration.ZERO, new StopRequest(), clock::get, Invocation.PLAIN);
        listener.started(started());
        for (int i = 0; i < 100; i++) {
            clock.addAndGet(SECOND / 100);
            listener.stepFinished(step(i, 31.25));
        }

        assertThat(terminal.out().split("ex/s", -1)).hasSizeBetween(10, 12);
    }

    @Test
    void aReadingThatIsNotFiniteDoesNotSpoilTheLinesAfterIt() {
        ProgressListener listener = new ProgressListener(
                terminal.interactive(120), Duration.ZERO, new StopRequest(), clock::get, Invocation.PLAIN);
        listener.started(started());
        listener.stepFinished(step(0, Double.NaN));
        clock.set(SECOND);
        listener.stepFinished(step(1, 7));

        assertThat(terminal.out()).contains("SE 7.000 ");
    }

    @Test
    void withoutATerminalNothingIsWrittenForASingleStep() {
        ProgressListener listener =
                new ProgressListener(terminal.plain(), Duration.ZERO, new StopRequest(), clock::get, Invocation.PLAIN);
        listener.started(started());
        String before = terminal.out();
        clock.set(SECOND);
        listener.stepFinished(step(0, 1));

        assertThat(terminal.out()).isEqualTo(before).doesNotContain("\u001b", "\r");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void epochsAreToldAtMostOnceASecondButTheFirstAndTheLastAlways(boolean onATerminal) {
        ProgressListener listener = new ProgressListener(
                onATerminal ? terminal.interactive(120) : terminal.plain(),
                Duration.ZERO,
                new StopRequest(),
                clock::get,
                Invocation.PLAIN);
        listener.started(started());
        for (int epoch = 0; epoch < 20; epoch++) {
            clock.addAndGet(SECOND / 4);
            listener.epochFinished(epoch(epoch));
        }

        assertThat(terminal.out().lines().filter(line -> line.startsWith("epoch ")))
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactly("epoch 1/20", "epoch 5/20", "epoch 9/20", "epoch 13/20", "epoch 17/20", "epoch 20/20");
    }

    static EpochFinished epoch(int epoch) {
        return epoch(epoch, OptionalDouble.of(19.0 - epoch));
    }

    private static EpochFinished epoch(int epoch, OptionalDouble secondsLeft) {
        EpochFinished.TrainingMeans means = new EpochFinished.TrainingMeans(
                new Measures(1, 1, 1, 1, 1, List.of(1.0), Map.of("lateness", 0.25), Optional.empty()),
                1,
                OptionalDouble.of(1),
                1e-3,
                1000);
        SplitEvaluation validation = new SplitEvaluation(
                new Measures(Double.NaN, 1, 1, 1, 1, List.of(1.0), Map.of(), Optional.empty()),
                1,
                "unit",
                1,
                1,
                1,
                1,
                Optional.empty());
        return new EpochFinished(epoch, epoch + 1, means, validation, Prices.beta(1), secondsLeft, null);
    }

    private String end(RunReport report, Duration linger) throws IOException {
        Files.writeString(folder.resolve("metrics.json"), "{\"url\": \"http://127.0.0.1:4242/metrics\"}");
        new ProgressListener(terminal.plain(), linger, new StopRequest(), clock::get, Invocation.PLAIN)
                .finished(new RunFinished(report));
        return terminal.out();
    }

    @Test
    void theEndIsATableOfBothSplitsAndWhereEverythingLies() throws IOException {
        assertThat(end(Reports.ended(RunStatus.STOPPED, Optional.of("no gain"), folder), Duration.ZERO))
                .contains("digits stopped (no gain): 20 epochs, 940 steps in 31.24 s, 3,200 examples/s on MXNet, cpu")
                .containsPattern("squared error per example +31.25 +32.50?\n")
                .containsPattern("active units +12 of 2 +12 of 2\n")
                .containsPattern("ELBO in nats +-46.10? +-46.10?\n")
                .containsPattern("beta at the end +1\n")
                .containsPattern("lateness +0.25(00)? \\(mean of the last epoch's training steps\\)\n")
                .containsPattern("shares of the loss +reconstruction 75 %, divergence 15 %, lateness 10 %\n")
                .containsPattern("decoder variance +0.5\n")
                .contains(folder.toString())
                .doesNotContain("no ELBO", "http://");
    }

    @Test
    void theMetersAreToldOfAtTheEndOnlyWhereTheyLinger() throws IOException {
        assertThat(end(Reports.ended(RunStatus.COMPLETED, Optional.empty(), folder), Duration.ofSeconds(30)))
                .containsPattern("metrics +http://127.0.0.1:4242/metrics \\(for 30 s more\\)\n");
    }

    @Test
    void whereNoBetaSaysTheVarianceThereIsNoElboAndTheReasonIsTold() throws IOException {
        assertThat(end(Reports.withoutElbo(OptionalDouble.empty(), folder), Duration.ZERO))
                .containsPattern("ELBO in nats +- +-\n")
                .contains("(no ELBO: the balance gives no variance of a Gaussian decoder, there is no effective beta)")
                .doesNotContain("NaN", "decoder variance");
    }

    @Test
    void betaZeroSaysNoVariance() throws IOException {
        assertThat(end(Reports.withoutElbo(OptionalDouble.of(0), folder), Duration.ZERO))
                .contains("beta is 0)")
                .containsPattern("beta at the end +0\n")
                .doesNotContain("NaN", "  decoder variance");
    }

    @Test
    void aNumberKeepsItsPlaceWhateverItIs() {
        String early = new ProgressLine(1, 20, 0.01, 12345.6, 0, OptionalDouble.of(0.00012), 987, 3000).bar(100, false);
        String late = new ProgressLine(20, 20, 0.99, 31.25, 999.97, OptionalDouble.of(1), 12_345, 7).bar(100, false);

        assertThat(early).hasSameSizeAs(late);
        for (String place : List.of("%", "SE", "KL", "beta", "ex/s", "left")) {
            assertThat(early.indexOf(place)).as(place).isEqualTo(late.indexOf(place));
        }
        assertThat(early).endsWith("   1%  SE 12350  KL     0  beta 1e-04     987 ex/s  50:00 left");
        assertThat(late).endsWith("  99%  SE 31.25  KL  1000  beta 1.000  12,345 ex/s   0:07 left");
    }

    @Test
    void aNarrowTerminalLosesTheBarAndThenWholeFieldsFromTheRight() {
        ProgressLine line = new ProgressLine(5, 20, 0.5, 31.25, 3.5, OptionalDouble.of(2), 1000, 30);

        assertThat(line.bar(200, false)).contains("###############---------------");
        assertThat(line.bar(80, false))
                .isEqualTo("epoch  5/20 ##---  50%  SE 31.25  KL 3.500  beta 2.000   1,000 ex/s   0:30 left");
        assertThat(line.bar(79, false)).startsWith("epoch  5/20  50%  SE").endsWith("0:30 left");
        assertThat(line.bar(60, false)).isEqualTo("epoch  5/20  50%  SE 31.25  KL 3.500  beta 2.000");
        assertThat(line.bar(40, false)).isEqualTo("epoch  5/20  50%  SE 31.25  KL 3.500");
        assertThat(line.bar(20, false)).isEqualTo("epoch  5/20  50%");
        assertThat(line.bar(10, false)).isEmpty();
    }
}
