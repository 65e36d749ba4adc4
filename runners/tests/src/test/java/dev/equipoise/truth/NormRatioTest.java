package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.RunsHere;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.LinearVae;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.FrontierReadings;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.StepFinished;
import dev.equipoise.schedules.CosineLearningRate;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why no strategy balances the gradients of the two terms: where the encoder is at its best, each beta is balanced. */
class NormRatioTest {

    private static final AtomicReference<Double> RATIO = new AtomicReference<>(1.0);
    private static final int WARM_UP = 400;

    @TempDir
    Path runs;

    /** Beta is the ratio of the norms of both gradients by the encoder's parameters, as in VQGAN, after a warm-up at a start. */
    @Part(NormRatio.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface NormRatio {

        double start() default 1;

        record Strategy(double start) implements OpenLoop {
            @Override
            public Prices prices(long step) {
                return Prices.beta(step < WARM_UP ? start : RATIO.get());
            }
        }

        final class Factory implements PartFactory<NormRatio, BalancingStrategy<?>> {
            @Override
            public BalancingStrategy<?> create(NormRatio annotation, Facts facts) {
                return new Strategy(annotation.start());
            }
        }
    }

    @Experiment(name = "norm-ratio", epochs = 20, batchSize = 256, seed = 7)
    @GaussianData
    @LinearVae(latent = 5)
    @NormRatio
    @FrontierReadings
    @CosineLearningRate(max = 1e-2, min = 1e-3)
    static final class Balanced {}

    @Test
    void aRatioOfNormsEndsWhereItBegan() {
        List<Double> betas = new ArrayList<>();
        for (double start : List.of(0.2, 1.0, 5.0)) {
            RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
            RunReport report =
                    here.run(here.plan(Balanced.class, "normRatio.start=" + start), stop -> new RunListener() {
                        @Override
                        public void stepFinished(StepFinished event) {
                            event.frontier()
                                    .ifPresent(
                                            read -> RATIO.set(read.impliedBeta() / (1 - read.encoderStationarity())));
                        }
                    });
            betas.add(report.betaFinal().orElseThrow());
        }

        assertThat(betas.get(1)).as("of " + betas).isGreaterThan(2 * betas.get(0));
        assertThat(betas.get(2)).as("of " + betas).isGreaterThan(2 * betas.get(1));
    }
}
