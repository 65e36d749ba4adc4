package dev.equipoise.app;

import ai.djl.ndarray.NDArray;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.data.Digits;
import dev.equipoise.data.GaussianData;
import dev.equipoise.data.Scale;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.LinearVae;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.Price;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.schedules.FixedBeta;
import dev.equipoise.schedules.LinearAnnealing;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;

/** Experiments to be discovered: sound ones to be spoilt by options, and some that are wrong themselves. */
final class Mistakes {

    private Mistakes() {}

    @Experiment(name = "sound-pictures", epochs = 1)
    @Digits
    @Standardize
    @FixedBeta
    static final class Pictures {}

    @Experiment(name = "sound-table", epochs = 1)
    @GaussianData(
            eigenvalues = {2, 1},
            examples = 64)
    @LinearVae(latent = 2)
    static final class Table {}

    @Experiment(name = "Not A Name")
    @GaussianData
    static final class Misnamed {}

    @Experiment(name = "twin")
    static final class OneTwin {}

    @Experiment(name = "twin")
    static final class OtherTwin {}

    @Experiment(name = "two-strategies")
    @GaussianData
    @FixedBeta
    @LinearAnnealing(steps = 10)
    static final class TwoStrategies {}

    @Experiment(name = "two-shapes")
    @GaussianData
    @Bent
    @BendingBeta
    static final class TwoShapes {}

    @Experiment(name = "equal-orders")
    @Digits
    @Scale(order = 3)
    @Standardize(order = 3)
    static final class EqualOrders {}

    /** A shape of its own. */
    @Part(Bent.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Bent {

        record Shape() implements Penalty {
            @Override
            public Grain grain() {
                return Grain.BATCH;
            }

            @Override
            public NDArray apply(NDArray measure, Price price, Batch batch) {
                return measure.square();
            }
        }

        final class Factory implements PartFactory<Bent, Penalty> {
            @Override
            public Penalty create(Bent annotation, Facts facts) {
                return new Shape();
            }
        }
    }

    /** A learning rate whose factory asks for what nobody can give. */
    @Part(Unmakable.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Unmakable {

        record Factory(double rate) implements PartFactory<Unmakable, ScheduledRate> {
            @Override
            public ScheduledRate create(Unmakable annotation, Facts facts) {
                return step -> rate;
            }
        }
    }

    /** A strategy that brings a shape. */
    @Part(BendingBeta.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface BendingBeta {

        record Strategy() implements OpenLoop {
            @Override
            public Prices prices(long step) {
                return Prices.beta(1);
            }

            @Override
            public Optional<Penalty> divergencePenalty() {
                return Optional.of(new Bent.Shape());
            }
        }

        final class Factory implements PartFactory<BendingBeta, BalancingStrategy<?>> {
            @Override
            public BalancingStrategy<?> create(BendingBeta annotation, Facts facts) {
                return new Strategy();
            }
        }
    }
}
