package dev.equipoise.local.files;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Contributions;
import dev.equipoise.balance.Held;
import dev.equipoise.balance.Measures;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.PlannedPart;
import dev.equipoise.experiment.Value;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.ValueRange;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.EpochMeans;
import dev.equipoise.run.RunEnvironment;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.RunTarget;
import dev.equipoise.run.SourceUnits;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.Verdict;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Events of a run of 2 epochs on data of 4 elements, as a runner would send them but without a model: files need none. */
final class Events {

    /** Of a divergence of 1.5 and a KL of 1.75 at a weight of 2. */
    private static final Contributions CONTRIBUTIONS = new Contributions(8, 3, Map.of("lateness", 0.5));

    private Events() {}

    static ExperimentPlan plan() {
        Map<String, Value> values = new LinkedHashMap<>();
        values.put("name", new Value("digits-fixed", "", "annotation on DigitsFixed"));
        values.put("epochs", new Value(2, "epochs", "--set"));
        Map<String, Value> model = new LinkedHashMap<>();
        model.put("hidden", new Value(new int[] {400, 200}, "units", "default"));
        model.put("activation", new Value(Thread.State.NEW, "", "default"));
        model.put("threshold", new Value(Double.NaN, "nats", "default"));
        model.put("scale", new Value(1e-5, "", "default"));
        OpenLoop two = step -> Prices.beta(2);
        PlannedPart part = new PlannedPart("mlpVae", BalancingStrategy.class, "annotation", model, two);
        DataFacts data = new DataFacts(95, 20, List.of(1, 2, 2), Optional.of(new ValueRange(0, 1)));
        Facts facts = new Facts(Optional.of(data), 10, 2, 7);
        return new ExperimentPlan(
                Events.class, "digits-fixed", values, List.of(part), facts, List.of("beta may be\ntoo large"));
    }

    static RunStarted started(Path directory) {
        return new RunStarted(plan(), "20261122-160000-ab1z", directory, environment(), 1234, 0, 0, 0, List.of());
    }

    static RunStarted resumed(Path directory, int epochs, long steps) {
        return new RunStarted(
                plan(), "20261122-160000-ab1z", directory, environment(), 1234, epochs, steps, 10 * steps, List.of());
    }

    static RunEnvironment environment() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("threads", 2);
        details.put("jdk", "17.0.15");
        details.put("natives", List.of(Map.of("file", "libmxnet.so", "sha256", "00ff")));
        return new RunEnvironment("MXNet", "cpu", "no GPU found", "0.1.0", details);
    }

    static StepFinished step(long step, double loss) {
        List<Double> kl = List.of(1.5, 0.25);
        Readings readings = new Readings(
                new Measures(loss, 8, 8, 1.5, 1.75, kl, Map.of(), Optional.of(CONTRIBUTIONS)),
                0.5,
                10,
                false,
                Map.of());
        return new StepFinished(
                step,
                0,
                1e-3,
                Prices.beta(2),
                OptionalDouble.of(2),
                readings,
                OptionalDouble.of(3.5),
                Map.of(),
                0.005,
                125);
    }

    static EpochFinished epoch() {
        EpochMeans means = new EpochMeans(
                new Measures(11.5, 8, 8, 1.5, 1.75, List.of(1.5, 0.25), Map.of(), Optional.of(CONTRIBUTIONS)),
                2,
                OptionalDouble.of(2),
                1e-3,
                5000);
        return new EpochFinished(0, 10, means, split(-20), Prices.beta(2), OptionalDouble.of(100), null);
    }

    static SplitEvaluation split(double elbo) {
        return new SplitEvaluation(
                new Measures(Double.NaN, 6, 6, 1.125, 1.25, List.of(1.0, 0.25), Map.of(), Optional.empty()),
                1.5,
                "squared error per example",
                elbo,
                -19,
                1,
                2,
                Optional.of(new SourceUnits(List.of(3), -4, 96, -23)));
    }

    static RunReport report(Path directory) {
        return new RunReport(
                "digits-fixed",
                RunStatus.STOPPED,
                Optional.of("no progress"),
                environment(),
                7,
                2,
                20,
                1.5,
                5000,
                11.5,
                Optional.of(CONTRIBUTIONS),
                Map.of("lateness", 0.25),
                OptionalDouble.of(2),
                OptionalDouble.of(2.5),
                OptionalDouble.of(1),
                Optional.of(split(-20)),
                Optional.of(split(-21)),
                Optional.empty(),
                Optional.of(new RunTarget(Held.KL, 2, 1.25, false, true)),
                List.of(
                        Verdict.cannotSay(Verdict.Kind.COLLAPSED, "too short"),
                        Verdict.holds(Verdict.Kind.TARGET_MISSED, "missed")),
                directory,
                0,
                1,
                RunStatus.STOPPED.exitCode());
    }

    static RunReport diverged(Path directory) {
        return new RunReport(
                "digits-fixed",
                RunStatus.DIVERGED,
                Optional.empty(),
                environment(),
                7,
                1,
                3,
                Double.POSITIVE_INFINITY,
                5000,
                Double.NaN,
                Optional.empty(),
                Map.of(),
                OptionalDouble.of(Double.NEGATIVE_INFINITY),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.of(split(Double.NaN)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                directory,
                0,
                1,
                RunStatus.DIVERGED.exitCode());
    }

    static RunFinished finished(Path directory) {
        return new RunFinished(report(directory));
    }
}
