package dev.equipoise.testing;

import dev.equipoise.balance.Aim;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Contributions;
import dev.equipoise.balance.Measures;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.objective.Price;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.ValueRange;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.Verdict;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Events of a run of 2 epochs on data of 4 elements, as a runner sends them. The model refuses every call. */
public final class Events {

    /** Of a divergence of 1.5 and a KL of 1.75 at a weight of 2. */
    private static final Contributions CONTRIBUTIONS = new Contributions(8, 3, Map.of("lateness", 0.5));

    /** Beta of 2, which could be anything from 0.5 to 8. */
    private record Two() implements OpenLoop {

        @Override
        public Prices prices(long step) {
            return Prices.beta(2);
        }

        @Override
        public Optional<BalancingStrategy.BetaBounds> betaBounds() {
            return Optional.of(new BalancingStrategy.BetaBounds(0.5, 8));
        }
    }

    private Events() {}

    public static ExperimentPlan plan(ExperimentPlan.PlannedPart... more) {
        Map<String, ExperimentPlan.Value> values = new LinkedHashMap<>();
        values.put("name", new ExperimentPlan.Value("digits-fixed", "", "annotation on DigitsFixed"));
        values.put("epochs", new ExperimentPlan.Value(2, "epochs", "--set"));
        Map<String, ExperimentPlan.Value> ofPart = new LinkedHashMap<>();
        ofPart.put("hidden", new ExperimentPlan.Value(new int[] {400, 200}, "units", "default"));
        ofPart.put("activation", new ExperimentPlan.Value(Thread.State.NEW, "", "default"));
        ofPart.put("threshold", new ExperimentPlan.Value(Double.NaN, "nats", "default"));
        ofPart.put("scale", new ExperimentPlan.Value(1e-5, "", "default"));
        ExperimentPlan.PlannedPart strategy =
                new ExperimentPlan.PlannedPart("myStrategy", BalancingStrategy.class, "annotation", ofPart, new Two());
        DataFacts data = new DataFacts(95, 20, List.of(1, 2, 2), Optional.of(new ValueRange(0, 1)));
        return new ExperimentPlan(
                Events.class,
                "digits-fixed",
                values,
                Stream.concat(Stream.of(strategy), Stream.of(more)).toList(),
                new Facts(Optional.of(data), 10, 2, 7),
                List.of("beta may be\ntoo large"));
    }

    /** Of a plan with further parts. */
    public static RunStarted started(Path directory, ExperimentPlan.PlannedPart... more) {
        return started(directory, plan(more), 0, 0);
    }

    public static RunStarted resumed(Path directory, int epochs, long steps) {
        return started(directory, plan(), epochs, steps);
    }

    private static RunStarted started(Path directory, ExperimentPlan plan, int epochs, long steps) {
        return new RunStarted(
                plan, "20261122-160000-ab1z", directory, environment(), 1234, epochs, steps, 10 * steps, List.of());
    }

    public static RunStarted.Environment environment() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("threads", 2);
        details.put("jdk", "17.0.15");
        details.put("natives", List.of(Map.of("file", "libmxnet.so", "sha256", "00ff")));
        return new RunStarted.Environment("MXNet", "cpu", "no GPU found", "0.1.0", details);
    }

    /** A step of 5 ms towards a KL of 3.5 nats, with a further term. */
    public static StepFinished step(long step, double loss) {
        Measures means = new Measures(loss, 8, 8, 1.5, 1.75, List.of(1.5, 0.25), Map.of(), Optional.of(CONTRIBUTIONS));
        return step(step, readings(means, Map.of()), OptionalDouble.of(3.5), 0.005);
    }

    /** A step of 2 ms with this KL of each latent, without a target. */
    public static StepFinished step(long step, double loss, double... klPerLatent) {
        double kl = DoubleStream.of(klPerLatent).sum();
        List<Double> each = DoubleStream.of(klPerLatent).boxed().toList();
        Measures means = new Measures(loss, 8, 8, kl, kl, each, Map.of(), contributions(2 * kl, Map.of()));
        return step(step, readings(means, Map.of()), OptionalDouble.empty(), 0.002);
    }

    private static StepFinished step(long step, Readings readings, OptionalDouble klTarget, double seconds) {
        return new StepFinished(
                step, 0, 1e-3, Prices.beta(2), OptionalDouble.of(2), readings, klTarget, Map.of(), seconds, 125);
    }

    private static Readings readings(Measures means, Map<String, Readings.OfCritic> critics) {
        return new Readings(means, 0.5, 10, false, critics);
    }

    private static Optional<Contributions> contributions(double divergence, Map<String, Double> further) {
        return Optional.of(new Contributions(8, divergence, further));
    }

    /** The step with what all of its terms measured, and critics. */
    public static StepFinished judged(
            StepFinished step, Map<String, Double> measures, Map<String, Readings.OfCritic> critics) {
        double divergence = step.readings().contributions().orElseThrow().divergence();
        Measures all = measures(step.readings(), measures, contributions(divergence, measures));
        return changed(step, step.prices(), step.beta(), readings(all, critics), step.klTarget(), step.strategy());
    }

    /** A step whose divergence was priced by its distance from a capacity. */
    public static StepFinished towards(double capacity) {
        StepFinished step = step(0, 15.5, 1.5, 0.25);
        Readings read = step.readings();
        Measures priced = measures(read, read.measures(), contributions(10 * Math.abs(read.kl() - capacity), Map.of()));
        Prices prices = new Prices(Price.of(1), Price.towards(capacity, 10), Map.of());
        return changed(
                step,
                prices,
                OptionalDouble.empty(),
                readings(priced, read.critics()),
                step.klTarget(),
                step.strategy());
    }

    /** The step of a strategy with a target and numbers of its own. */
    public static StepFinished steered(StepFinished step, double target, Map<String, Double> strategy) {
        return changed(step, step.prices(), step.beta(), step.readings(), OptionalDouble.of(target), strategy);
    }

    /** The step of a procedure with numbers of its own, of a plan that reads where the model stands. */
    public static StepFinished read(StepFinished step, Map<String, Double> procedure, StepFinished.Frontier frontier) {
        return new StepFinished(
                step.step(),
                step.epoch(),
                step.learningRate(),
                step.prices(),
                step.beta(),
                step.readings(),
                step.klTarget(),
                step.strategy(),
                procedure,
                Optional.of(frontier),
                step.seconds(),
                step.secondsLeft());
    }

    private static Measures measures(
            Readings read, Map<String, Double> measures, Optional<Contributions> contributions) {
        return new Measures(
                read.loss(),
                read.reconstruction(),
                read.squaredError(),
                read.divergence(),
                read.kl(),
                read.klPerLatent(),
                measures,
                contributions);
    }

    private static StepFinished changed(
            StepFinished step,
            Prices prices,
            OptionalDouble beta,
            Readings readings,
            OptionalDouble klTarget,
            Map<String, Double> strategy) {
        return new StepFinished(
                step.step(),
                step.epoch(),
                step.learningRate(),
                prices,
                beta,
                readings,
                klTarget,
                strategy,
                step.seconds(),
                step.secondsLeft());
    }

    public static EpochFinished epoch() {
        return epoch(List.of(1.5, 0.25), List.of(1.0, 0.25));
    }

    /** With this KL of each latent. */
    public static EpochFinished epoch(List<Double> trainingKl, List<Double> validationKl) {
        EpochFinished.TrainingMeans means = new EpochFinished.TrainingMeans(
                new Measures(11.5, 8, 8, 1.5, 1.75, trainingKl, Map.of(), Optional.of(CONTRIBUTIONS)),
                2,
                OptionalDouble.of(2),
                1e-3,
                5000);
        return new EpochFinished(
                0, 10, means, split(-20, validationKl), Prices.beta(2), OptionalDouble.of(100), new NoModel());
    }

    public static SplitEvaluation split(double elbo) {
        return split(elbo, List.of(1.0, 0.25));
    }

    private static SplitEvaluation split(double elbo, List<Double> klPerLatent) {
        return new SplitEvaluation(
                new Measures(Double.NaN, 6, 6, 1.125, 1.25, klPerLatent, Map.of(), Optional.empty()),
                1.5,
                "squared error per example",
                elbo,
                -19,
                1,
                2,
                Optional.of(new SplitEvaluation.SourceUnits(List.of(3), -4, 96, -23)));
    }

    /** Of a run that a rule stopped. */
    public static RunFinished finished(Path directory) {
        return new RunFinished(report(directory));
    }

    public static RunFinished finished(RunStatus status, Path directory) {
        return new RunFinished(report(status, Optional.empty(), List.of(), directory));
    }

    public static RunReport report(Path directory) {
        List<Verdict> verdicts = List.of(
                Verdict.cannotSay(Verdict.Kind.COLLAPSED, "too short"),
                Verdict.holds(Verdict.Kind.TARGET_MISSED, "missed"));
        return report(RunStatus.STOPPED, Optional.of("no progress"), verdicts, directory);
    }

    private static RunReport report(RunStatus status, Optional<String> reason, List<Verdict> verdicts, Path directory) {
        return new RunReport(
                "digits-fixed",
                status,
                reason,
                environment(),
                7,
                2,
                20,
                1.5,
                5000,
                11.5,
                Optional.of(CONTRIBUTIONS),
                Map.of("lateness", 0.25),
                Map.of("innerSteps", 30.0),
                OptionalDouble.of(2),
                OptionalDouble.of(2.5),
                OptionalDouble.of(1),
                Optional.of(split(-20)),
                Optional.of(split(-21)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new RunReport.Target(Aim.Held.KL, 2, 1.25, false, true)),
                verdicts,
                directory,
                0,
                1,
                status.exitCode());
    }

    /** Of a run with numbers that are not finite. */
    public static RunReport diverged(Path directory) {
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
                Map.of(),
                OptionalDouble.of(Double.NEGATIVE_INFINITY),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.of(split(Double.NaN)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                directory,
                0,
                1,
                RunStatus.DIVERGED.exitCode());
    }
}
