package dev.equipoise.plan;

import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.ScheduledRate;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * A last move of beta that a learning rate near its end does not let training follow. On data whose optimum is known, a
 * linear VAE missed it by 11 % after 6,000 steps of a cosine rate and four cycles of beta, with 5 % of the rate left when
 * beta arrived; by 2 % under a rate that falls along a line, with 14 % left.
 *
 * @param total steps of the run
 */
record LateRamp(OpenLoop strategy, ScheduledRate rate, long total) {

    /** Share of the largest rate under which training no longer follows. */
    private static final double DEAD = 0.1;

    /** Share of its last move that beta may still have to go when it counts as arrived. */
    private static final double STILL_TO_GO = 0.1;

    /** At most as many steps are looked at, at equal distances. */
    private static final int SAMPLES = 20_000;

    /** The warning, if the rate is dead from the step on at which beta arrives. */
    Optional<String> warning(String strategyPlace, String ratePlace) {
        try {
            return found(strategyPlace, ratePlace);
        } catch (RuntimeException | AssertionError e) {
            // The run reports a part that fails at a later step, with the step and with what came before it.
            return Optional.empty();
        }
    }

    private Optional<String> found(String strategyPlace, String ratePlace) {
        int arrival = arrival();
        double[] rates = steps().mapToDouble(rate::at).toArray();
        double left = 100
                * DoubleStream.of(rates).skip(arrival).max().orElse(0)
                / DoubleStream.of(rates).max().orElse(0);
        return arrival == 0 || !(left < 100 * DEAD)
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the last ramp of %s ends at step %d of %d, when the learning rate of %s has fallen to"
                                + " %.2g %% of its largest value and stays there: training cannot follow; end the ramp earlier,"
                                + " or use a rate that is constant or in phase with beta",
                        strategyPlace,
                        steps().skip(arrival).findFirst().orElse(0),
                        total,
                        ratePlace,
                        left));
    }

    /** Beta; of a strategy without one the KL that it steers to. */
    private double moved(long step) {
        OptionalDouble beta = strategy.effectiveBeta(step, strategy.initial());
        return beta.isPresent()
                ? beta.getAsDouble()
                : strategy.klTarget(step, strategy.initial()).orElse(0.0);
    }

    private LongStream steps() {
        return total <= SAMPLES
                ? LongStream.range(0, total)
                : LongStream.range(0, SAMPLES).map(i -> Math.round((total - 1) * (i / (SAMPLES - 1.0))));
    }

    /** Index of the step from which on beta has almost made its last move, up or down; 0 without any, or without beta. */
    private int arrival() {
        double[] betas = steps().mapToDouble(this::moved).toArray();
        int end = betas.length - 1;
        while (end > 0 && betas[end - 1] == betas[end]) {
            end--;
        }
        if (end == 0) {
            return 0;
        }
        double direction = Math.signum(betas[end] - betas[end - 1]);
        int start = end - 1;
        while (start > 0 && Math.signum(betas[start] - betas[start - 1]) == direction) {
            start--;
        }
        double toGo = STILL_TO_GO * Math.abs(betas[end] - betas[start]);
        int arrival = end;
        while (Math.abs(betas[end] - betas[arrival - 1]) <= toGo) {
            arrival--;
        }
        return arrival;
    }
}
