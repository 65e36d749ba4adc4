package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.app.Equipoise;
import dev.equipoise.data.Digits;
import dev.equipoise.data.Scale;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.model.MlpVae;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.ModelView;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunStatus;
import dev.equipoise.schedules.FixedBeta;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What listeners may ask of the model, beside its formulas. */
class ModelViewTest {

    private static final int ROWS = 3;
    private static final List<Seen> SEEN = new ArrayList<>();

    @TempDir
    Path runs;

    private record Seen(float[] data, float[] predictions, double[] logLikelihoods, float[] undone, int latents) {}

    @Experiment(name = "view-gaussian", epochs = 1)
    @Digits
    @Scale
    @MlpVae(hidden = 20, latent = 4)
    @FixedBeta(beta = 0.6)
    @Asking
    static final class Gaussian {}

    @Experiment(name = "view-bernoulli", epochs = 1)
    @Digits
    @Scale
    @MlpVae(hidden = 20, latent = 4)
    @BernoulliNll
    @Asking
    static final class Bernoulli {}

    /** Asks the model at the end of the first epoch. */
    @Part(Asking.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Asking {

        record Asker() implements RunListener {
            @Override
            public void epochFinished(EpochFinished event) {
                ModelView model = event.model();
                float[] data = new float[ROWS * model.elements()];
                for (int i = 0; i < data.length; i++) {
                    data[i] = (float) CounterRandom.uniform(1, 1, 1, i);
                }
                float[] latents = model.encode(data).means();
                SEEN.add(new Seen(
                        data,
                        model.decode(latents),
                        model.logLikelihood(data, latents),
                        model.undoPreprocessing(data),
                        model.latents()));
            }
        }

        final class Factory implements PartFactory<Asking, RunListener> {
            @Override
            public RunListener create(Asking annotation, Facts facts) {
                return new Asker();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGaussianLogLikelihoodHasItsConstants(EngineName engine) {
        Seen seen = ask(Gaussian.class, engine);
        double variance = 0.6 / 2;
        for (int row = 0; row < ROWS; row++) {
            double expected = 0;
            for (int i = row * 784; i < (row + 1) * 784; i++) {
                double error = seen.data[i] - seen.predictions[i];
                expected -= error * error / (2 * variance) + 0.5 * Math.log(2 * Math.PI * variance);
            }
            assertThat(seen.logLikelihoods[row]).isCloseTo(expected, within(1e-4 * Math.abs(expected)));
        }
        assertThat(seen.latents).isEqualTo(4);
        assertThat(seen.undone[5]).isCloseTo(255 * seen.data[5], within(1e-3f));
    }

    @ParameterizedTest
    @EnumSource
    void aBernoulliLogLikelihoodIsThatOfThePredictedProbabilities(EngineName engine) {
        Seen seen = ask(Bernoulli.class, engine);
        for (int row = 0; row < ROWS; row++) {
            double expected = 0;
            for (int i = row * 784; i < (row + 1) * 784; i++) {
                double p = seen.predictions[i];
                assertThat(p).isBetween(0.0, 1.0);
                expected += seen.data[i] * Math.log(p) + (1 - seen.data[i]) * Math.log(1 - p);
            }
            assertThat(seen.logLikelihoods[row]).isCloseTo(expected, within(1e-4 * Math.abs(expected)));
        }
    }

    private Seen ask(Class<?> experiment, EngineName engine) {
        SEEN.clear();
        RunStatus status = Equipoise.run(
                        experiment,
                        new Overrides(List.of(), List.of(), Set.of(), true),
                        new RunOptions(engine, "cpu", runs, Monitoring.onPort(0)))
                .status();
        assertThat(status).isEqualTo(RunStatus.COMPLETED);
        assertThat(SEEN).hasSize(1);
        return SEEN.get(0);
    }
}
