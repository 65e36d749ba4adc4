package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.RunsHere;
import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.MlpVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StopRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What checkpoints cost the training thread, and how soon a resumed run takes its first step, for 784-400-20. */
@Tag("slow")
class CheckpointCostTest {

    private static final int EVERY = 500;
    private static final int ENOUGH = 20;
    private static final int RESUMES = 3;

    @TempDir
    Path runs;

    /** Epochs of 125 steps, with up to two checkpoints within each: as many epochs as it takes. */
    @Experiment(name = "w1-like", epochs = 1_000, batchSize = 128)
    @GaussianData(dimensions = 784, examples = 16_000)
    @MlpVae(hidden = 400, latent = 20)
    @Checkpoint(everySteps = 50)
    static final class Dense {}

    /** Times from the end of a step to the begin of the next: with a checkpoint between them, and without. */
    private static final class Gaps implements RunListener {

        private final List<Double> steps = new ArrayList<>();
        private final List<Double> without = new ArrayList<>();
        private final List<Double> with = new ArrayList<>();
        private final StopRequest stop;
        private long last;
        private boolean checkpoint;

        Gaps(StopRequest stop) {
            this.stop = stop;
        }

        @Override
        public void checkpointing() {
            checkpoint = true;
        }

        @Override
        public void epochFinished(EpochFinished event) {
            last = 0;
        }

        @Override
        public void stepFinished(StepFinished event) {
            if (last != 0) {
                double gap = (System.nanoTime() - last) * 1e-9 - event.seconds();
                (checkpoint ? with : without).add(gap);
                steps.add(event.seconds());
            }
            if (with.size() == ENOUGH) {
                stop.make();
            }
            checkpoint = false;
            last = System.nanoTime();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theyTakeUnderAHundredthOfFiveHundredStepsAndAResumedRunStepsWithinThreeSeconds(EngineName engine) {
        RunsHere here = new RunsHere(engine, runs);
        ExperimentPlan plan = here.plan(Dense.class);
        List<Gaps> listening = new ArrayList<>();
        RunReport stopped = here.run(plan, stop -> {
            listening.add(new Gaps(stop));
            return listening.get(0);
        });
        Gaps gaps = listening.get(0);
        assertThat(gaps.with).hasSize(ENOUGH);
        double checkpoint = median(gaps.with) - median(gaps.without);
        double share = checkpoint / (EVERY * median(gaps.steps));
        List<Double> first = new ArrayList<>();
        for (int resume = 0; resume < RESUMES; resume++) {
            long began = System.nanoTime();
            here.resume(plan, stopped.directory(), stop -> new RunListener() {
                @Override
                public void stepFinished(StepFinished event) {
                    first.add((System.nanoTime() - began) * 1e-9);
                    stop.make();
                }
            });
        }

        System.out.printf(
                "%s: a checkpoint takes %.1f ms of the training thread, %.2f %% of %d steps of %.2f ms;"
                        + " the first resumed step ends after %.2f s%n",
                engine.djlName(), 1e3 * checkpoint, 100 * share, EVERY, 1e3 * median(gaps.steps), median(first));
        assertThat(share).isLessThan(0.01);
        assertThat(median(first)).isLessThan(3);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
