package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import dev.equipoise.app.RunsHere;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.Snapshot;
import dev.equipoise.losses.FactorVae;
import dev.equipoise.model.LinearVae;
import dev.equipoise.model.Posterior;
import dev.equipoise.objective.Constants;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.ModelView.Encoded;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StepFinished;
import dev.equipoise.schedules.ConstantLearningRate;
import dev.equipoise.schedules.FixedBeta;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Total correlation as a critic estimates it, beside that of a Gaussian of the same covariance. */
class TotalCorrelationTest {

    @TempDir
    Path runs;

    /** Latents that are exactly Gaussian: a linear encoder that never moves, and posteriors of one variance. */
    @Experiment(name = "known", epochs = 28, batchSize = 256, seed = 3)
    @GaussianData(eigenvalues = {4, 2, 1})
    @LinearVae(latent = 3)
    @Narrow
    @Still
    @FactorVae(hidden = {64, 64})
    static final class Known {}

    /** A weight of KL so small that nothing but the critic keeps latents apart. */
    @Experiment(name = "entangled", epochs = 12, batchSize = 256, seed = 3)
    @GaussianData(eigenvalues = {4, 2, 1})
    @LinearVae(latent = 3)
    @FixedBeta(beta = 0.1)
    @ConstantLearningRate(rate = 1e-3)
    static final class Entangled {}

    /** A learning rate of 0. */
    @Part(Still.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Still {

        final class Factory implements PartFactory<Still, ScheduledRate> {
            @Override
            public ScheduledRate create(Still annotation, Facts facts) {
                return step -> 0;
            }
        }
    }

    /** Posteriors of variance 0.1. */
    @Part(Narrow.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Narrow {

        record Gaussian() implements Posterior {
            @Override
            public NDArray mean(NDArray raw, NDArray logVariance, Constants constants) {
                return raw;
            }

            @Override
            public NDArray logVariance(NDArray raw, Constants constants) {
                return raw.mul(constants.fixed(0)).add(constants.fixed(Math.log(0.1)));
            }
        }

        final class Factory implements PartFactory<Narrow, Posterior> {
            @Override
            public Posterior create(Narrow annotation, Facts facts) {
                return new Gaussian();
            }
        }
    }

    private static final class Witness implements RunListener {

        private final float[] data;
        private final List<Double> estimates = new ArrayList<>();
        private double closedForm;

        Witness(ExperimentPlan plan) {
            data = plan.part(DataSource.class).load().training().values();
        }

        @Override
        public void stepFinished(StepFinished event) {
            estimates.add(event.readings().measures().get("totalCorrelation"));
        }

        @Override
        public void epochFinished(EpochFinished event) {
            closedForm = ofGaussian(event.model().encode(data), event.model().latents());
        }

        /** Mean over the last steps. */
        double estimate(int last) {
            return estimates.subList(estimates.size() - last, estimates.size()).stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElseThrow();
        }
    }

    /** ½·(Σ ln Sᵢᵢ − ln det S) of the covariance S of the aggregate posterior. */
    private static double ofGaussian(Encoded encoded, int latents) {
        double[][] s = covariance(encoded.means(), latents);
        float[] logVariances = encoded.logVariances();
        int rows = logVariances.length / latents;
        for (int i = 0; i < logVariances.length; i++) {
            s[i % latents][i % latents] += Math.exp(logVariances[i]) / rows;
        }
        double correlation = 0;
        for (int i = 0; i < latents; i++) {
            correlation += Math.log(s[i][i]) / 2;
        }
        // Elimination: the determinant is the product of the pivots.
        for (int i = 0; i < latents; i++) {
            correlation -= Math.log(s[i][i]) / 2;
            for (int j = i + 1; j < latents; j++) {
                double factor = s[j][i] / s[i][i];
                for (int k = i; k < latents; k++) {
                    s[j][k] -= factor * s[i][k];
                }
            }
        }
        return correlation;
    }

    private static double[][] covariance(float[] values, int columns) {
        int rows = values.length / columns;
        double[] mean = new double[columns];
        for (int i = 0; i < values.length; i++) {
            mean[i % columns] += values[i] / (double) rows;
        }
        double[][] covariance = new double[columns][columns];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < columns; i++) {
                for (int j = 0; j < columns; j++) {
                    covariance[i][j] +=
                            (values[row * columns + i] - mean[i]) * (values[row * columns + j] - mean[j]) / rows;
                }
            }
        }
        return covariance;
    }

    @ParameterizedTest
    @EnumSource
    void aCriticOfLatentsThatAreGaussianEstimatesTheirTotalCorrelation(EngineName engine) {
        RunsHere here = new RunsHere(engine, runs);
        ExperimentPlan plan = here.plan(Known.class);
        Witness witness = new Witness(plan);
        assertThat(here.run(plan, stop -> witness).status()).isEqualTo(RunStatus.COMPLETED);

        assertThat(witness.closedForm).isGreaterThan(0.3);
        assertThat(witness.estimate(300)).isCloseTo(witness.closedForm, withinPercentage(10));
    }

    @ParameterizedTest
    @EnumSource
    void aPriceOnTotalCorrelationLowersIt(EngineName engine) {
        double free = closedForm(engine, 0);
        double priced = closedForm(engine, 10);
        assertThat(free).isGreaterThan(0.1);
        assertThat(priced).isLessThan(0.3 * free);
    }

    private double closedForm(EngineName engine, double gamma) {
        RunsHere here = new RunsHere(engine, runs);
        ExperimentPlan plan =
                here.plan(Entangled.class, List.of("factorVae"), "factorVae.gamma=" + gamma, "factorVae.hidden=64");
        Witness witness = new Witness(plan);
        assertThat(here.run(plan, stop -> witness).status()).isEqualTo(RunStatus.COMPLETED);
        return witness.closedForm;
    }

    @ParameterizedTest
    @EnumSource
    void aPriceOf0LeavesTheModelAsItIsWithoutTheTerm(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        Snapshot without = RunsHere.snapshot(here.run(here.plan(Entangled.class, "experiment.epochs=2")));
        Snapshot with = RunsHere.snapshot(
                here.run(here.plan(Entangled.class, List.of("factorVae"), "experiment.epochs=2", "factorVae.gamma=0")));

        assertThat(with.parameters()).isEqualTo(without.parameters());
        assertThat(with.optimizer()).containsAllEntriesOf(without.optimizer());
        assertThat(without.critics()).isEmpty();
        assertThat(with.critics()).hasSize(6);
    }

    /** On PyTorch the model's backward adds its gradient of the critic's parameters to the critic's own. */
    @ParameterizedTest
    @EnumSource
    void whatTheModelPaysLeavesTheCriticAsItIs(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        Snapshot free = RunsHere.snapshot(here.run(here.plan(Known.class, "experiment.epochs=2", "factorVae.gamma=0")));
        Snapshot priced =
                RunsHere.snapshot(here.run(here.plan(Known.class, "experiment.epochs=2", "factorVae.gamma=35")));
        Snapshot begun =
                RunsHere.snapshot(here.run(here.plan(Known.class, "experiment.epochs=1", "factorVae.gamma=35")));

        assertThat(priced.critics()).isEqualTo(free.critics());
        assertThat(priced.critics()).isNotEqualTo(begun.critics());
        assertThat(priced.parameters())
                .as("what the critic learns leaves the model as it is")
                .isEqualTo(begun.parameters());
    }
}
