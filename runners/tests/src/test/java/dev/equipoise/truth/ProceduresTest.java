package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.RunsHere;
import dev.equipoise.balance.Readings;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.MlpVae;
import dev.equipoise.model.Procedure;
import dev.equipoise.model.Vae;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StepFinished;
import dev.equipoise.schedules.CosineLearningRate;
import dev.equipoise.schedules.FixedBeta;
import dev.equipoise.schedules.LinearAnnealing;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What procedures do between the steps. */
class ProceduresTest {

    @TempDir
    Path runs;

    /** The encoder alone at each step, after so many inner steps. */
    @Part(OneNetwork.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface OneNetwork {

        int inner() default 3;

        boolean decoder() default false;

        record State(int taken) {}

        record Alone(int inner, boolean decoder) implements Procedure<State> {

            @Override
            public State initial() {
                return new State(0);
            }

            @Override
            public Set<Vae.Network> updated(long step, State state) {
                return EnumSet.of(decoder ? Vae.Network.DECODER : Vae.Network.ENCODER);
            }

            @Override
            public Set<Vae.Network> inner(long step, State state) {
                return state.taken() < inner ? EnumSet.of(Vae.Network.ENCODER) : Set.of();
            }

            @Override
            public State afterInner(long step, State state, Readings readings) {
                return new State(state.taken() + 1);
            }

            @Override
            public State next(long step, State state, Readings readings) {
                return new State(0);
            }
        }

        final class Factory implements PartFactory<OneNetwork, Procedure<?>> {
            @Override
            public Procedure<?> create(OneNetwork annotation, Facts facts) {
                return new Alone(annotation.inner(), annotation.decoder());
            }
        }
    }

    @Experiment(name = "between-steps", epochs = 2, batchSize = 16, seed = 5)
    @GaussianData(examples = 160)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @LinearAnnealing(beta = 2, steps = 15)
    @CosineLearningRate(max = 1e-2, min = 1e-4)
    static final class Between {}

    /** Every step. */
    private static final class Recorded implements RunListener {
        private final List<StepFinished> steps = new ArrayList<>();

        @Override
        public void stepFinished(StepFinished event) {
            steps.add(event);
        }

        double last(String number) {
            return steps.get(steps.size() - 1).procedure().getOrDefault(number, Double.NaN);
        }
    }

    @ParameterizedTest
    @EnumSource
    void innerStepsLeaveTheDecoderAndItsMomentsAsTheyAreToTheLastBit(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        Map<String, Tensor> without = parameters(here, "oneNetwork.inner=0");
        Map<String, Tensor> with = parameters(here, "oneNetwork.inner=3");

        assertThat(with.keySet()).isEqualTo(without.keySet()).anyMatch(name -> name.contains("decoder"));
        with.forEach((name, tensor) -> {
            if (name.contains("decoder")) {
                assertThat(tensor).as(name).isEqualTo(without.get(name));
            } else {
                assertThat(tensor).as(name).isNotEqualTo(without.get(name));
            }
        });
    }

    private static Map<String, Tensor> parameters(RunsHere here, String setting) throws IOException {
        RunReport report = here.run(here.plan(Between.class, List.of("oneNetwork"), setting));
        Map<String, Tensor> all = new TreeMap<>(RunsHere.snapshot(report).parameters());
        all.putAll(RunsHere.snapshot(report).optimizer());
        return all;
    }

    /** A beta that the data hardly bear: training gives all latents up before the decoder has learned to use them. */
    @Experiment(name = "given-up", epochs = 4, batchSize = 64, seed = 5)
    @GaussianData(
            eigenvalues = {1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5},
            examples = 640)
    @MlpVae(
            hidden = {64, 64, 64},
            latent = 4)
    @FixedBeta(beta = 1.2)
    static final class GivenUp {}

    @Test
    void anAggressiveEncoderUsesLatentsThatPlainTrainingGivesUp() {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        SplitEvaluation plain = here.run(here.plan(GivenUp.class)).validation().orElseThrow();
        SplitEvaluation aggressive = here.run(
                        here.plan(GivenUp.class, List.of("aggressiveEncoder"), "aggressiveEncoder.mostInnerSteps=30"))
                .validation()
                .orElseThrow();

        // A decoder beside an encoder that never moves also has active units, which nobody has paid for.
        SplitEvaluation random = here.run(here.plan(
                        GivenUp.class, List.of("oneNetwork"), "oneNetwork.decoder=true", "oneNetwork.inner=0"))
                .validation()
                .orElseThrow();

        assertThat(loss(aggressive)).isLessThan(loss(plain)).isLessThan(loss(random));
        assertThat(plain.activeUnits()).isZero();
        assertThat(aggressive.activeUnits()).isPositive();
        assertThat(aggressive.kl()).isGreaterThan(3 * plain.kl());
    }

    private static double loss(SplitEvaluation split) {
        return split.squaredError() + 1.2 * split.kl();
    }

    @Test
    void schedulesAndCountsOfStepsAreThoseOfARunWithoutInnerSteps() {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        Recorded plain = new Recorded();
        Recorded aggressive = new Recorded();
        RunReport of = here.run(here.plan(Between.class), stop -> plain);
        RunReport with = here.run(here.plan(Between.class, List.of("aggressiveEncoder")), stop -> aggressive);

        assertThat(with.steps()).isEqualTo(of.steps()).isEqualTo(20);
        assertThat(aggressive.steps)
                .extracting(StepFinished::beta)
                .isEqualTo(plain.steps.stream().map(StepFinished::beta).toList());
        assertThat(aggressive.steps)
                .extracting(StepFinished::learningRate)
                .isEqualTo(plain.steps.stream().map(StepFinished::learningRate).toList());
        assertThat(aggressive.last("innerSteps")).isBetween(20 * 10.0, 20 * 100.0);
        assertThat(with.readings()).containsEntry("innerSteps", aggressive.last("innerSteps"));
        assertThat(with.readings()).containsKey("mutualInformation");
    }
}
