package dev.equipoise.plan;

import ai.djl.ndarray.NDArray;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.Price;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parts for strategies, the shapes of their prices and the learning rate. */
final class BalanceParts {

    private BalanceParts() {}

    record Shape(Grain grain, boolean linear) implements Penalty {
        @Override
        public NDArray apply(NDArray measure, Price price, Batch batch) {
            throw new AssertionError("a plan computes nothing");
        }
    }

    @Part(Bits.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Bits {
        Grain grain() default Grain.LATENT;

        final class Factory implements PartFactory<Bits, Penalty> {
            @Override
            public Penalty create(Bits bits, Facts facts) {
                return new Shape(bits.grain(), false);
            }
        }
    }

    record Strategy(double beta, Optional<Penalty> divergencePenalty, long warm) implements OpenLoop {
        @Override
        public Prices prices(long step) {
            return Prices.beta(beta);
        }

        @Override
        public List<String> foresee(Facts facts) {
            return warm > facts.totalSteps()
                    ? List.of("warm-up of " + warm + " steps ends after step " + facts.totalSteps())
                    : List.of();
        }
    }

    @Part(Beta.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Beta {
        @Range(min = 0, unit = "per nat")
        double beta() default 1;

        long warm() default 0;

        final class Factory implements PartFactory<Beta, BalancingStrategy<?>> {
            @Override
            public BalancingStrategy<?> create(Beta beta, Facts facts) {
                if (beta.beta() == 13) {
                    throw new InvalidPartException(List.of("beta must be lucky, got 13.0", "beta must be even"));
                } else if (beta.beta() == 14) {
                    throw new IllegalStateException("a fault of the factory");
                } else if (beta.beta() == 15) {
                    throw new NoClassDefFoundError("dep/Dep");
                }
                return new Strategy(beta.beta(), Optional.empty(), beta.warm());
            }
        }
    }

    @Part(KlTarget.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface KlTarget {
        @Range(min = 0, minExcluded = true, unit = "nats")
        double nats();

        double gain();

        final class Factory implements PartFactory<KlTarget, Strategy> {
            @Override
            public Strategy create(KlTarget target, Facts facts) {
                return new Strategy(target.nats(), Optional.empty(), 0);
            }
        }
    }

    /** Brings its own shape. */
    @Part(Shaped.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Shaped {
        final class Factory implements PartFactory<Shaped, BalancingStrategy<?>> {
            @Override
            public BalancingStrategy<?> create(Shaped shaped, Facts facts) {
                return new Strategy(1, Optional.of(new Shape(Grain.EXAMPLE, false)), 0);
            }
        }
    }

    /** Prices reconstruction and divergence alike. */
    @Part(Worthless.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Worthless {
        double weight() default 0;

        final class Factory implements PartFactory<Worthless, BalancingStrategy<?>> {
            @Override
            public BalancingStrategy<?> create(Worthless worthless, Facts facts) {
                double weight = worthless.weight();
                return (OpenLoop) step -> new Prices(Price.of(weight), Price.of(weight), Map.of());
            }
        }
    }

    /** Never reaches its rate. */
    record Late() implements ScheduledRate {
        @Override
        public double at(long step) {
            return 0;
        }

        @Override
        public List<String> foresee(Facts facts) {
            return List.of("a rate too late for " + facts.totalSteps() + " steps");
        }
    }

    @Part(Rate.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Rate {
        @Range(min = 0, max = 1, minExcluded = true)
        double rate() default 1e-3;

        boolean decay() default false;

        boolean late() default false;

        final class Factory implements PartFactory<Rate, LearningRate<?>> {
            @Override
            public LearningRate<?> create(Rate rate, Facts facts) {
                long total = facts.totalSteps();
                return rate.late()
                        ? new Late()
                        : (ScheduledRate) step -> rate.decay() ? rate.rate() * (total - step) / total : rate.rate();
            }
        }
    }
}
