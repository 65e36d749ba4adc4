package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import dev.equipoise.app.RunsHere;
import dev.equipoise.data.GaussianData;
import dev.equipoise.engine.EngineName;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.LinearVae;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lack of memory is told apart from other failures. */
class OutOfMemoryTest {

    @TempDir
    Path runs;

    @Experiment(name = "starving", epochs = 2, batchSize = 16)
    @GaussianData(examples = 160)
    @LinearVae(latent = 2)
    @Starving
    static final class Starved {}

    /** Finds no memory at the fourth step. */
    @Part(Starving.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Starving {

        boolean heap() default true;

        record Term(boolean heap, AtomicInteger measured) implements LossTerm {

            @Override
            public List<Measure> measures() {
                return List.of(Measure.of("starved", Grain.BATCH, "nothing"));
            }

            @Override
            public List<NDArray> measure(Batch batch, VaeOutput output) {
                if (measured.incrementAndGet() == 4) {
                    if (heap) {
                        throw new OutOfMemoryError("Java heap space");
                    }
                    throw new EngineException("MXNetError: cudaMalloc retry failed: out of memory");
                }
                return List.of(batch.constants().fixed(0));
            }
        }

        final class Factory implements PartFactory<Starving, LossTerm> {
            @Override
            public LossTerm create(Starving annotation, Facts facts) {
                return new Term(annotation.heap(), new AtomicInteger());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRunThatFindsNoMemoryEndsWithItsOwnCodeAndAdvice(boolean heap) throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        RunReport report = here.run(here.plan(Starved.class, "starving.heap=" + heap));

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.exitCode()).isEqualTo(71);
        assertThat(report.reason())
                .get()
                .asString()
                .contains("out of memory", heap ? "Java heap space" : "cudaMalloc", "experiment.batchSize", "-Xmx");
        assertThat(report.directory().resolve("summary.json")).content().contains("\"failed\"", "out of memory");
        assertThat(Remains.checkpoints(report.directory())).containsExactly("step-0000000000");
    }
}
