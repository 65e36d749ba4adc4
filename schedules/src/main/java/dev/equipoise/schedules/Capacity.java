package dev.equipoise.schedules;

import dev.equipoise.balance.Aim;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.Price;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.part.Stateless;
import dev.equipoise.schedules.internal.SharedWarnings;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Holds KL at a capacity that rises to its final value: gamma·|KL − C(t)| in place of beta·KL (Burgess et al. 2018,
 * eq. 8). There is no beta: the multiplier of KL takes the value between −gamma and gamma that keeps KL at C.
 */
@Documented
@Part(Capacity.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Capacity {

    /**
     * Price of a nat of distance from the capacity. It must be at least the equivalent beta of {@link #nats}, or KL
     * stays above the capacity.
     */
    @Range(min = 0, minExcluded = true, max = 1e9, unit = "reconstruction per nat")
    double gamma() default 10;

    /** The final capacity: KL summed over latents and averaged over examples. */
    @Range(min = 0, max = 1e6, unit = "nats")
    double nats();

    /** Steps over which the capacity rises from 0; 0 stands for {@link #fraction}. */
    @Range(min = 0, unit = "steps")
    int steps() default 0;

    /** The part of the run in which the capacity rises, in place of steps; 0 stands for half if neither is given. */
    @Range(min = 0, max = 1, unit = "of the run")
    double fraction() default 0;

    /** C(t) = nats·min(t/steps, 1). */
    record Strategy(double gamma, double nats, long steps) implements OpenLoop {

        /**
         * The largest ratio of gamma to the beta that the capacity needs: at ten, KL is off by 5 %; at a hundred, gamma
         * is useless.
         */
        private static final int DROWNING = 10;

        @Override
        public Prices prices(long step) {
            return new Prices(Price.of(1), Price.towards(capacity(step), gamma), Map.of());
        }

        private double capacity(long step) {
            return step < steps ? nats * step / steps : nats;
        }

        @Override
        public Optional<Penalty> divergencePenalty() {
            return Optional.of(Penalty.absoluteDeviation());
        }

        @Override
        public boolean settled(long step, Stateless state) {
            return step >= steps;
        }

        @Override
        public Optional<Aim> aim() {
            return nats > 0 ? Optional.of(Aim.kl(nats)) : Optional.empty();
        }

        @Override
        public List<String> foresee(Facts facts) {
            if (nats == 0) {
                return List.of("a capacity of 0 nats never rises, and gamma then acts as a constant beta;"
                        + " set capacity.nats above 0, or use a constant beta");
            }
            long total = facts.totalSteps();
            return steps <= total
                    ? List.of()
                    : List.of("the capacity takes " + steps + " steps to rise, longer than the run of " + total
                            + ": it ends at " + (float) capacity(total - 1) + " nats, not at " + (float) nats
                            + "; set capacity.steps to at most " + total);
        }

        @Override
        public List<String> foresee(Facts facts, Supplier<LinearOptimum> optimum) {
            List<String> tooMany = SharedWarnings.tooManyNats("capacity.nats", nats, facts, optimum.get());
            if (!tooMany.isEmpty()) {
                return tooMany;
            }
            return optimum.get().knowsBeta()
                    ? foreseeGamma(optimum.get())
                    : foreseeGamma(optimum.get().saving());
        }

        /**
         * What nats save is concave in their number, so the last nat saves at most the mean of all.
         */
        private List<String> foreseeGamma(double saving) {
            double beta = saving / nats;
            return !(gamma > DROWNING * beta)
                    ? List.of()
                    : List.of(String.format(
                            Locale.ROOT,
                            "capacity.gamma is %s, and codes can save at most %.4g of the reconstruction, so that no KL of %s"
                                    + " nats has a beta above %.3g: a gradient of more than %d times that overwhelms the"
                                    + " reconstruction; set capacity.gamma to at most %.3g",
                            (float) gamma,
                            saving,
                            (float) nats,
                            beta,
                            DROWNING,
                            4 * beta));
        }

        private List<String> foreseeGamma(LinearOptimum optimum) {
            double beta = optimum.beta(optimum.atRate(nats));
            String needed = String.format(
                    Locale.ROOT,
                    "capacity.gamma is %s, and in a linear model with %d latents a KL of %s nats has beta %.3g: ",
                    (float) gamma,
                    optimum.latents(),
                    (float) nats,
                    beta);
            String mend = String.format(
                    Locale.ROOT, "; set capacity.gamma to 2 to 4 times that beta, %.3g to %.3g", 2 * beta, 4 * beta);
            if (gamma < beta) {
                return List.of(needed + "KL stays above the capacity" + mend);
            }
            return gamma > DROWNING * beta
                    ? List.of(needed + "a gradient of more than " + DROWNING
                            + " times that overwhelms the reconstruction" + mend)
                    : List.of();
        }

        @Override
        public Optional<Double> klTarget(long step, Stateless state) {
            return Optional.of(capacity(step));
        }
    }

    /** Takes half of the run if no length is given. */
    final class Factory implements PartFactory<Capacity, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(Capacity annotation, Facts facts) {
            return new Strategy(
                    annotation.gamma(),
                    annotation.nats(),
                    Ramp.steps(annotation.steps(), annotation.fraction(), facts));
        }
    }
}
