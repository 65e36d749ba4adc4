package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.equipoise.app.RunsHere;
import dev.equipoise.data.GaussianData;
import dev.equipoise.engine.EngineName;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
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
import org.junit.jupiter.params.provider.EnumSource;

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

        Lack lack() default Lack.HEAP;

        /** Where there is none. Words of a GPU are said, the others are what the machine itself says. */
        enum Lack {
            HEAP("Java heap space") {
                @Override
                void meet(Batch batch) {
                    long[] large = new long[Integer.MAX_VALUE - 8];
                    throw new AssertionError(large.length + " numbers were on the heap");
                }
            },
            ENGINE("not enough memory|can't allocate memory") {
                @Override
                void meet(Batch batch) {
                    batch.data().getManager().zeros(new Shape(1L << 45));
                }
            },
            GPU("cudaMalloc") {
                @Override
                void meet(Batch batch) {
                    throw new EngineException("MXNetError: cudaMalloc retry failed: out of memory");
                }
            };

            private final String words;

            Lack(String words) {
                this.words = words;
            }

            abstract void meet(Batch batch);
        }

        record Term(Lack lack, AtomicInteger measured) implements LossTerm {

            @Override
            public List<Measure> measures() {
                return List.of(Measure.of("starved", Grain.BATCH, "nothing"));
            }

            @Override
            public List<NDArray> measure(Batch batch, VaeOutput output) {
                if (measured.incrementAndGet() == 4) {
                    lack.meet(batch);
                }
                return List.of(batch.constants().fixed(0));
            }
        }

        final class Factory implements PartFactory<Starving, LossTerm> {
            @Override
            public LossTerm create(Starving annotation, Facts facts) {
                return new Term(annotation.lack(), new AtomicInteger());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRunThatFindsNoMemoryEndsWithItsOwnCodeAndAdviceAndTheEngineGoesOn(Starving.Lack lack) throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        RunReport report = here.run(here.plan(Starved.class, "starving.lack=" + lack));

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.exitCode()).isEqualTo(71);
        assertThat(report.reason())
                .get()
                .asString()
                .containsPattern(lack.words)
                .contains("out of memory", "experiment.batchSize", "-Xmx");
        assertThat(report.directory().resolve("summary.json")).content().contains("\"failed\"", "out of memory");
        assertThat(Remains.checkpoints(report.directory())).containsExactly("step-0000000000");
        ExperimentPlan smaller = here.plan(Starved.class, "starving.lack=" + lack);
        here.run(smaller);
        assertThat(here.resume(smaller, report.directory()).exitCode())
                .as("the run goes on from its checkpoint where memory is found")
                .isZero();
    }
}
