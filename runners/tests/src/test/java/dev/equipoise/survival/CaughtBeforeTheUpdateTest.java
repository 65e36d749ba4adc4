package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.equipoise.app.RunsHere;
import dev.equipoise.optimizer.AdamSettings;
import dev.equipoise.optimizer.Optimizer;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunReport;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rollback would mend parameters that were spoilt: only the optimizer itself can tell that it was not asked. */
class CaughtBeforeTheUpdateTest {

    private static final List<Double> NORMS = new ArrayList<>();

    @TempDir
    Path runs;

    /** Adam that writes down the norm of every gradient that it follows. */
    @Part(Watched.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Watched {

        final class Factory implements PartFactory<Watched, Optimizer> {
            @Override
            public Optimizer create(Watched annotation, Facts facts) {
                return Watching::new;
            }
        }
    }

    private record Watching(Optimizer.Updater adam) implements Optimizer.Updater {

        Watching(Map<String, NDArray> parameters, NDManager manager) {
            this(new AdamSettings(0.9, 0.999, 1e-8, Double.POSITIVE_INFINITY).bind(parameters, manager));
        }

        @Override
        public void update(Map<String, NDArray> gradients, double gradientNorm, double learningRate) {
            NORMS.add(gradientNorm);
            adam.update(gradients, gradientNorm, learningRate);
        }

        @Override
        public Optimizer.State state() {
            return adam.state();
        }

        @Override
        public void restore(Optimizer.State saved) {
            adam.restore(saved);
        }
    }

    @ParameterizedTest
    @EnumSource(Poisoned.Poison.class)
    void noOptimizerFollowsAGradientThatIsNotFinite(Poisoned.Poison poison) {
        NORMS.clear();
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        RunReport report =
                here.run(here.plan(RollbackTest.PoisonedRun.class, List.of("watched"), "poisoned.poison=" + poison));

        assertThat(report.rollbacks()).isEqualTo(1);
        assertThat(NORMS)
                .as("14 steps, and 20 from the 10th on")
                .hasSize(14 + 20)
                .allMatch(Double::isFinite);
    }
}
