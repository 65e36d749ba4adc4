package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import com.google.inject.Provides;
import dev.equipoise.app.RunsHere;
import dev.equipoise.balance.Contributions;
import dev.equipoise.balance.Readings;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.LinearVae;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StepFinished;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each term adds to the loss is its priced value, whatever shape the price has. */
class ContributionsTest {

    private static final int ELEMENTS = 5;

    @TempDir
    Path runs;

    @Experiment(name = "contributions", epochs = 2, batchSize = 64)
    @GaussianData(examples = 256)
    @LinearVae(latent = 2)
    static final class Shared {

        @Provides
        static LossTerm size() {
            return new Size();
        }
    }

    /** The squared codes, at a price of 0.5. */
    private record Size() implements LossTerm {

        @Override
        public List<Measure> measures() {
            return List.of(Measure.of("size", Grain.LATENT_OF_EXAMPLE, "squared code"));
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            return List.of(output.latent().square());
        }

        @Override
        public double weight() {
            return 0.5;
        }
    }

    private List<StepFinished> steps(EngineName engine, List<String> with, String... settings) {
        List<StepFinished> steps = new ArrayList<>();
        RunsHere here = new RunsHere(engine, runs);
        RunReport report = here.run(here.plan(Shared.class, with, settings), stop -> new RunListener() {
            @Override
            public void stepFinished(StepFinished event) {
                steps.add(event);
            }
        });
        assertThat(report.status()).as(report.toString()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.furtherTerms()).containsOnlyKeys("size");
        Contributions last = report.contributions().orElseThrow();
        assertThat(last.further().get("size"))
                .isCloseTo(0.5 * report.furtherTerms().get("size"), within(1e-6));
        return steps;
    }

    private static Contributions of(StepFinished step) {
        Contributions parts = step.readings().contributions().orElseThrow();
        assertThat(parts.further().get("size"))
                .isCloseTo(0.5 * step.readings().measures().get("size"), within(1e-5));
        return parts;
    }

    private static double sum(Contributions parts) {
        return parts.all().values().stream().mapToDouble(value -> value).sum();
    }

    @ParameterizedTest
    @EnumSource
    void theDistanceFromACapacityIsWhatTheDivergenceAdds(EngineName engine) {
        for (StepFinished step : steps(engine, List.of("capacity"), "capacity.nats=3", "capacity.gamma=7")) {
            double capacity = step.prices().divergence().target().orElseThrow();
            Readings read = step.readings();
            assertThat(of(step).divergence()).isCloseTo(7 * Math.abs(read.kl() - capacity), within(1e-3));
            assertThat(sum(of(step))).isCloseTo(read.loss(), within(1e-4 * read.loss()));
        }
    }

    @Test
    void aFloorOfFreeBitsIsPaidWhateverKlIsBelowIt() {
        for (StepFinished step :
                steps(EngineName.PYTORCH, List.of("freeBits"), "freeBits.nats=50", "freeBits.kind=TOTAL")) {
            assertThat(of(step).divergence()).isCloseTo(50, within(1e-3));
            assertThat(sum(of(step)))
                    .isCloseTo(
                            step.readings().loss(),
                            within(1e-4 * step.readings().loss()));
        }
    }

    @Test
    void aLearnedVarianceDividesTheSquaredErrorAndItsConstantIsLeftOut() {
        for (StepFinished step : steps(EngineName.PYTORCH, List.of("sigmaVae"), "sigmaVae.kind=SHARED")) {
            double variance = step.prices().reconstruction().target().orElseThrow();
            Readings read = step.readings();
            assertThat(of(step).reconstruction()).isCloseTo(read.squaredError() / (2 * variance), within(1e-3));
            assertThat(of(step).divergence()).isCloseTo(read.kl(), within(1e-5));
            double constant = ELEMENTS / 2.0 * Math.log(2 * Math.PI * variance);
            assertThat(sum(of(step)) + constant).isCloseTo(read.loss(), within(1e-3));
        }
        for (StepFinished step : steps(EngineName.PYTORCH, List.of("sigmaVae"))) {
            assertThat(of(step).reconstruction()).isCloseTo(ELEMENTS / 2.0, within(1e-4));
        }
    }
}
