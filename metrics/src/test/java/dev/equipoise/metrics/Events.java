package dev.equipoise.metrics;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.BetaBounds;
import dev.equipoise.balance.Contributions;
import dev.equipoise.balance.Measures;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.PlannedPart;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Price;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.EpochMeans;
import dev.equipoise.run.RunEnvironment;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StepFinished;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Events of a run of 2 epochs on data of 4 elements, as a runner would send them but without a model: meters need none. */
final class Events {
    private static final RunEnvironment ENVIRONMENT =
            new RunEnvironment("MXNet", "cpu", "no GPU found", "0.1.0", Map.of());

    /** Beta of 2, which could be anything from 0.5 to 8. */
    private record Two() implements OpenLoop {

        @Override
        public Prices prices(long step) {
            return Prices.beta(2);
        }

        @Override
        public Optional<BetaBounds> betaBounds() {
            return Optional.of(new BetaBounds(0.5, 8));
        }
    }

    private Events() {}

    static RunStarted started(Path directory, RunListener... listeners) {
        return started(directory, Stream.of(listeners).map(Events::planned).toList());
    }

    /** Of a run with one term beyond reconstruction and divergence, through a critic. */
    static RunStarted judged(Path directory, Measure... measures) {
        LossTerm term = new JudgedTerm(List.of(measures));
        return started(directory, List.of(new PlannedPart("judged", LossTerm.class, "annotation", Map.of(), term)));
    }

    private static RunStarted started(Path directory, List<PlannedPart> more) {
        DataFacts data = new DataFacts(100, 20, List.of(4), Optional.empty());
        PlannedPart strategy = new PlannedPart("fixedBeta", BalancingStrategy.class, "default", Map.of(), new Two());
        ExperimentPlan plan = new ExperimentPlan(
                Events.class,
                "digits-fixed",
                Map.of(),
                Stream.concat(Stream.of(strategy), more.stream()).toList(),
                new Facts(Optional.of(data), 10, 2, 7),
                List.of());
        return new RunStarted(plan, "20261122-160000-ab1z", directory, ENVIRONMENT, 1234, 0, 0, 0, List.of());
    }

    private static PlannedPart planned(RunListener listener) {
        return new PlannedPart("listener", RunListener.class, "annotation", Map.of(), listener);
    }

    static StepFinished step(long step, double loss, double... klPerLatent) {
        double kl = 0;
        for (double nats : klPerLatent) {
            kl += nats;
        }
        Readings readings = new Readings(
                new Measures(
                        loss,
                        8,
                        8,
                        kl,
                        kl,
                        DoubleStream.of(klPerLatent).boxed().toList(),
                        Map.of(),
                        contributions(2 * kl, Map.of())),
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
                OptionalDouble.empty(),
                Map.of(),
                0.002,
                125);
    }

    private static Optional<Contributions> contributions(double divergence, Map<String, Double> further) {
        return Optional.of(new Contributions(8, divergence, further));
    }

    /** The step with what all of its terms measured, and critics. */
    static StepFinished judged(
            StepFinished step, Map<String, Double> measures, Map<String, Readings.OfCritic> critics) {
        Readings read = step.readings();
        Readings all = new Readings(
                new Measures(
                        read.loss(),
                        read.reconstruction(),
                        read.squaredError(),
                        read.divergence(),
                        read.kl(),
                        read.klPerLatent(),
                        measures,
                        contributions(read.contributions().orElseThrow().divergence(), measures)),
                read.gradientNorm(),
                10,
                false,
                critics);
        return new StepFinished(
                step.step(),
                step.epoch(),
                step.learningRate(),
                step.prices(),
                step.beta(),
                all,
                step.klTarget(),
                step.strategy(),
                step.seconds(),
                step.secondsLeft());
    }

    /** A step whose divergence was priced by its distance from a capacity. */
    static StepFinished towards(double capacity) {
        StepFinished step = step(0, 15.5, 1.5, 0.25);
        Readings read = step.readings();
        Readings priced = new Readings(
                new Measures(
                        read.loss(),
                        read.reconstruction(),
                        read.squaredError(),
                        read.divergence(),
                        read.kl(),
                        read.klPerLatent(),
                        read.measures(),
                        contributions(10 * Math.abs(read.kl() - capacity), Map.of())),
                read.gradientNorm(),
                10,
                false,
                read.critics());
        return new StepFinished(
                step.step(),
                step.epoch(),
                step.learningRate(),
                new Prices(Price.of(1), Price.towards(capacity, 10), Map.of()),
                OptionalDouble.empty(),
                priced,
                step.klTarget(),
                step.strategy(),
                step.seconds(),
                step.secondsLeft());
    }

    static StepFinished steered(StepFinished step, double target, Map<String, Double> strategy) {
        return new StepFinished(
                step.step(),
                step.epoch(),
                step.learningRate(),
                step.prices(),
                step.beta(),
                step.readings(),
                OptionalDouble.of(target),
                strategy,
                step.seconds(),
                step.secondsLeft());
    }

    static EpochFinished epoch(List<Double> trainingKl, List<Double> validationKl) {
        EpochMeans means = new EpochMeans(
                new Measures(9, 8, 8, 1, 1, trainingKl, Map.of(), Optional.empty()),
                2,
                OptionalDouble.of(2),
                1e-3,
                5000);
        return new EpochFinished(0, 10, means, split(1, validationKl), Prices.beta(2), OptionalDouble.of(100), null);
    }

    private static SplitEvaluation split(int activeUnits, List<Double> kl) {
        return new SplitEvaluation(
                new Measures(Double.NaN, 6, 6, 1.25, 1.25, kl, Map.of(), Optional.empty()),
                1.5,
                "squared error per example",
                -20,
                -19,
                activeUnits,
                2,
                Optional.empty());
    }

    static RunFinished finished(RunStatus status, Path directory) {
        return new RunFinished(new RunReport(
                "digits-fixed",
                status,
                Optional.empty(),
                ENVIRONMENT,
                7,
                2,
                20,
                1.5,
                5000,
                9,
                Optional.empty(),
                Map.of(),
                OptionalDouble.of(2),
                OptionalDouble.of(2),
                OptionalDouble.of(1),
                Optional.of(split(2, List.of(1.0, 0.25))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                directory,
                0,
                1,
                status.exitCode()));
    }
}
