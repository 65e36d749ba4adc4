package dev.equipoise.testing;

import dev.equipoise.balance.Measures;
import dev.equipoise.balance.Prices;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Progress;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StoppingRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The events of one step for a stopping rule: a step of a second at beta 1. Every tenth step ends an epoch.
 *
 * @param epoch the epoch that ended with the step, if one did
 */
public record RunEvent(StepFinished step, Optional<EpochFinished> epoch, Progress progress) {

    /** Steps of a run that is healthy for 100 steps and then ignores its latents. */
    public static List<RunEvent> collapsing() {
        return IntStream.range(0, 300)
                .mapToObj(step -> of(step, 100, 10, 5, step < 100 ? 16 : 0, -500 + step / 20))
                .toList();
    }

    /**
     * Steps of a run whose squared error and gradient are multiplied by a factor for a number of steps, from step 200.
     */
    public static List<RunEvent> diverging(double factor, int steps) {
        Random random = new Random(3);
        return IntStream.range(0, 300)
                .mapToObj(step -> {
                    double off = step >= 200 && step < 200 + steps ? factor : 1;
                    double around = (1 + 0.03 * random.nextGaussian()) * off;
                    return of(step, 100 * around, 10, 5 * around, 16, -500);
                })
                .toList();
    }

    /** Steps with the readings of a broken run, among others that look sane. */
    public static List<RunEvent> wild(int steps) {
        Random random = new Random(7);
        return IntStream.range(0, steps)
                .mapToObj(step -> {
                    double value = Trial.wild(random);
                    return of(step, value, value, value, random.nextInt(3), value);
                })
                .toList();
    }

    /** The state of a rule after these events. */
    public <S extends Record> S heardBy(StoppingRule<S> rule, S state) {
        S next = rule.afterStep(state, step, progress);
        return epoch.isPresent() ? rule.afterEpoch(next, epoch.get(), progress) : next;
    }

    private static RunEvent of(long step, double squaredError, double kl, double norm, int activeUnits, double elbo) {
        StepFinished finished = new StepFinished(
                step,
                (int) (step / 10),
                1e-3,
                Prices.beta(1),
                OptionalDouble.of(1),
                Trial.readings(squaredError, kl, norm, step % 10 == 9),
                OptionalDouble.empty(),
                Map.of(),
                1,
                0);
        Optional<EpochFinished> epoch = step % 10 < 9
                ? Optional.empty()
                : Optional.of(epoch((int) (step / 10), step + 1, validation(squaredError, kl, activeUnits, elbo)));
        Optional<String> ignored =
                epoch.isPresent() && activeUnits == 0 ? Optional.of("the latents save 0.1 %") : Optional.empty();
        return new RunEvent(finished, epoch, new Progress(step + 1, step + 1.0, true, ignored));
    }

    private static SplitEvaluation validation(double squaredError, double kl, int activeUnits, double elbo) {
        return new SplitEvaluation(
                Measures.ofSplit(squaredError, squaredError, kl, List.of(kl)),
                1,
                "",
                elbo,
                elbo,
                activeUnits,
                activeUnits,
                Optional.empty());
    }

    /** An epoch with this evaluation of the validation split. Its model refuses every call. */
    static EpochFinished epoch(int epoch, long steps, SplitEvaluation validation) {
        EpochFinished.TrainingMeans means = new EpochFinished.TrainingMeans(
                new Measures(1, 1, 1, 1, 1, List.of(), Map.of(), Optional.empty()), 1, OptionalDouble.of(1), 1, 1);
        return new EpochFinished(
                epoch, steps, means, validation, Prices.beta(1), OptionalDouble.empty(), new NoModel());
    }
}
