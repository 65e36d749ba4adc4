package dev.equipoise.schedules;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Beta that rises from 0 and stays at its full value, several times during the run: Fu et al. 2019, eq. 6 and 7. */
@Documented
@Part(CyclicalAnnealing.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface CyclicalAnnealing {

    /** Beta in the plateau of every cycle. */
    @Range(min = 0, max = 1e9, unit = "reconstruction per nat")
    double beta() default 1;

    /** How many cycles the run is divided into. */
    @Range(min = 1, max = 1_000_000, unit = "cycles")
    int cycles() default 4;

    /** The fraction of a cycle, at its start, in which beta stays at 0: Li et al. 2020 (Optimus). */
    @Range(min = 0, max = 1, unit = "of a cycle")
    double zero() default 0;

    /** The fraction of a cycle in which beta rises; the rest is the plateau. With {@link #zero} it is at most 1. */
    @Range(min = 0, max = 1, unit = "of a cycle")
    double ramp() default 0.5;

    /** How beta rises. */
    RampShape shape() default RampShape.LINEAR;

    /**
     * 0 while τ &lt; zero, beta·f((τ − zero)/ramp) while τ &lt; zero + ramp, then beta, with τ = (t mod period)/period and
     * period = ⌈total/cycles⌉.
     *
     * @param total steps of the run
     */
    record Strategy(double beta, int cycles, double zero, double ramp, RampShape shape, long total)
            implements ScheduledBeta {

        private static final long SHORTEST = 10;

        /** Steps of a cycle; the last one is shorter if the run cannot be divided evenly. */
        public long period() {
            return (total + cycles - 1) / cycles;
        }

        @Override
        public OptionalLong cycleSteps() {
            return OptionalLong.of(period());
        }

        @Override
        public double at(long step) {
            double progress = progress(step) - zero;
            if (progress < 0) {
                return 0;
            }
            return progress < ramp ? beta * shape.at(progress / ramp) : beta;
        }

        @Override
        public boolean settled(long step, Stateless state) {
            return step / period() >= (total - 1) / period() && progress(step) - zero >= ramp;
        }

        @Override
        public List<String> foresee(Facts facts) {
            List<String> warnings = new ArrayList<>(Ramp.endsAtZero(beta, "cyclicalAnnealing.beta"));
            if (zero == 0 && ramp == 0) {
                warnings.add("a cycle without a ramp is all plateau: beta is " + (float) beta + " throughout and"
                        + " never restarts; set cyclicalAnnealing.ramp above 0, or use a constant beta");
            }
            if (period() < SHORTEST) {
                warnings.add("a cycle has " + SharedWarnings.steps(period()) + " (" + SharedWarnings.steps(total)
                        + " in " + cycles
                        + " cycles): too few for training to follow; set cyclicalAnnealing.cycles to at most "
                        + Math.max(1, total / SHORTEST));
            }
            if (at(total - 1) < beta) {
                warnings.add("the run of " + SharedWarnings.steps(total)
                        + " ends before the plateau of a cycle: beta ends at "
                        + (float) at(total - 1) + ", not at " + (float) beta
                        + "; lower cyclicalAnnealing.ramp or choose cycles that divide the run");
            }
            return warnings;
        }

        private double progress(long step) {
            return (double) (step % period()) / period();
        }
    }

    /** Spreads the cycles over the whole run. */
    final class Factory implements PartFactory<CyclicalAnnealing, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(CyclicalAnnealing annotation, Facts facts) {
            if (annotation.zero() + annotation.ramp() > 1) {
                throw new InvalidPartException("zero and ramp must add up to at most 1, got " + annotation.zero()
                        + " and " + annotation.ramp() + ": they are parts of one cycle; lower one of them");
            }
            return new Strategy(
                    annotation.beta(),
                    annotation.cycles(),
                    annotation.zero(),
                    annotation.ramp(),
                    annotation.shape(),
                    facts.totalSteps());
        }
    }
}
