package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.app.RunsHere;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.GaussianData;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.CheckpointStore;
import dev.equipoise.local.internal.checkpoint.Retention;
import dev.equipoise.local.internal.checkpoint.Saved;
import dev.equipoise.local.internal.checkpoint.Snapshot;
import dev.equipoise.model.LinearVae;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.FrontierReadings;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.StepFinished;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The readings of the frontier at weights for which mathematics predicts them; no step moves these. */
class FrontierTest {

    private static final int N = Prediction.EIGENVALUES.length;

    @TempDir
    Path runs;

    /** A learning rate of 0. */
    @Part(Still.Factory.class)
    @Target(ElementType.TYPE)
    @java.lang.annotation.Retention(RetentionPolicy.RUNTIME)
    @interface Still {

        final class Factory implements PartFactory<Still, ScheduledRate> {
            @Override
            public ScheduledRate create(Still annotation, Facts facts) {
                return step -> 0;
            }
        }
    }

    @Experiment(name = "still", epochs = 10, batchSize = 128, seed = 3)
    @GaussianData(rotate = false)
    @LinearVae(latent = 5)
    @Still
    @FrontierReadings
    static final class AtRest {}

    /** Weights of a linear VAE: encoder (M, N), log-variances, decoder (N, M). */
    private record Weights(double[][] encoder, double[] logVariances, double[][] decoder) {

        /** Reverse water-filling: decoder √(λ − b), encoder that over λ, posterior variance b/λ. */
        static Weights optimal(double b) {
            double[][] encoder = new double[N][N];
            double[][] decoder = new double[N][N];
            double[] logVariances = new double[N];
            for (int i = 0; i < N; i++) {
                double eigenvalue = Prediction.EIGENVALUES[i];
                decoder[i][i] = Math.sqrt(Math.max(0, eigenvalue - b));
                encoder[i][i] = decoder[i][i] / eigenvalue;
                logVariances[i] = Math.log(Math.min(1, b / eigenvalue));
            }
            return new Weights(encoder, logVariances, decoder);
        }

        /** A decoder W of random numbers with its best encoder: (WᵀW + bI)⁻¹Wᵀ, posterior variance b/(|wⱼ|² + b). */
        static Weights ofRandomDecoder(double b) {
            double[] drawn = new double[N * N];
            CounterRandom.gaussian(drawn, 4, 1, 0);
            DMatrixRMaj w = DMatrixRMaj.wrap(N, N, drawn);
            DMatrixRMaj inner = CommonOps_DDRM.identity(N);
            CommonOps_DDRM.scale(b, inner);
            CommonOps_DDRM.multAddTransA(w, w, inner);
            double[] logVariances = new double[N];
            double[][] decoder = new double[N][N];
            for (int j = 0; j < N; j++) {
                logVariances[j] = Math.log(b / inner.get(j, j));
                for (int i = 0; i < N; i++) {
                    decoder[i][j] = w.get(i, j);
                }
            }
            CommonOps_DDRM.invert(inner);
            DMatrixRMaj best = new DMatrixRMaj(N, N);
            CommonOps_DDRM.multTransB(inner, w, best);
            double[][] encoder = new double[N][N];
            for (int j = 0; j < N; j++) {
                for (int i = 0; i < N; i++) {
                    encoder[j][i] = best.get(j, i);
                }
            }
            return new Weights(encoder, logVariances, decoder);
        }

        /** The same with an encoder that is off by a factor. */
        Weights withGain(double factor) {
            double[][] scaled = new double[N][];
            for (int j = 0; j < N; j++) {
                scaled[j] = Arrays.stream(encoder[j]).map(v -> v * factor).toArray();
            }
            return new Weights(scaled, logVariances, decoder);
        }

        Map<String, Tensor> in(Map<String, Tensor> named) {
            Map<String, Tensor> all = new LinkedHashMap<>();
            named.forEach((path, tensor) -> {
                float[] values = new float[tensor.values().length];
                boolean bias = tensor.shape().length == 1;
                if (path.startsWith("encoder") && bias) {
                    for (int j = 0; j < N; j++) {
                        values[N + j] = (float) logVariances[j];
                    }
                } else if (!bias) {
                    double[][] rows = path.startsWith("encoder") ? encoder : decoder;
                    for (int i = 0; i < N * N; i++) {
                        values[i] = (float) rows[i / N][i % N];
                    }
                }
                all.put(path, new Tensor(tensor.shape(), values));
            });
            return all;
        }
    }

    @ParameterizedTest
    @CsvSource({"MXNET, 1", "PYTORCH, 0.2", "PYTORCH, 1", "PYTORCH, 7"})
    void atTheOptimumTheEncoderIsStationaryAtItsBetaAndTheGapIsClosed(EngineName engine, double beta)
            throws IOException {
        Map<String, Double> read = read(engine, beta, Weights.optimal(beta / 2));

        assertThat(of(read, "encoderStationarity")).isBetween(-1e-6, 0.005);
        assertThat(of(read, "impliedBeta")).isCloseTo(beta, within(0.03 * beta));
        assertThat(of(read, "frontierGap")).isCloseTo(0, within(0.03));
    }

    @Test
    void theBestEncoderOfARandomDecoderIsAsStationaryAndFarFromTheFrontier() throws IOException {
        Map<String, Double> read = read(EngineName.PYTORCH, 1, Weights.ofRandomDecoder(0.5));

        assertThat(of(read, "encoderStationarity")).isBetween(-1e-6, 0.005);
        assertThat(of(read, "impliedBeta")).isCloseTo(1, within(0.03));
        assertThat(of(read, "frontierGap")).isGreaterThan(0.5);
    }

    @Test
    void anEncoderThatIsNotTheBestIsNotStationary() throws IOException {
        Map<String, Double> read =
                read(EngineName.PYTORCH, 1, Weights.optimal(0.5).withGain(0.5));

        assertThat(of(read, "encoderStationarity")).isGreaterThan(0.1);
    }

    @Test
    void readingsAreThoseOfTheTableAndOfEachReadStep() throws IOException {
        List<StepFinished> steps = new ArrayList<>();
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        RunReport report = here.run(
                here.plan(
                        AtRest.class, "frontierReadings.every=7", "experiment.epochs=1", "gaussianData.examples=2560"),
                stop -> new RunListener() {
                    @Override
                    public void stepFinished(StepFinished event) {
                        steps.add(event);
                    }
                });

        assertThat(steps.get(6).frontier()).isPresent().isEqualTo(steps.get(0).frontier());
        assertThat(steps.get(7).frontier())
                .isPresent()
                .isNotEqualTo(steps.get(0).frontier());
        assertThat(report.readings())
                .isEqualTo(steps.get(19).beside())
                .containsOnlyKeys("impliedBeta", "encoderStationarity", "frontierGap");
        assertThat(Files.readString(report.directory().resolve("metrics.csv"))).contains("frontierGap=");
        assertThat(Files.readString(report.directory().resolve("summary.json"))).contains("\"impliedBeta\"");
    }

    private static double of(Map<String, Double> read, String name) {
        return read.getOrDefault(name, Double.NaN);
    }

    /** The readings after 600 steps at these weights. */
    private Map<String, Double> read(EngineName engine, double beta, Weights weights) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        ExperimentPlan plan = here.plan(AtRest.class, "fixedBeta.beta=" + beta);
        RunReport begun = here.run(plan, stop -> new RunListener() {
            @Override
            public void stepFinished(StepFinished event) {
                stop.make();
            }
        });
        CheckpointStore store =
                new CheckpointStore(new LocalDisk(), begun.directory(), new Retention(100), Clock.systemUTC(), "test");
        Saved saved = store.peekNewest().orElseThrow();
        Snapshot snapshot = saved.snapshot();
        Map<String, Tensor> noReadings = new LinkedHashMap<>(snapshot.optimizer());
        noReadings.replaceAll((name, tensor) -> new Tensor(tensor.shape(), new float[tensor.values().length]));
        store.write(
                new Snapshot(weights.in(snapshot.parameters()), noReadings, snapshot.critics(), snapshot.state()),
                saved.info());
        return here.resume(plan, begun.directory()).readings();
    }
}
