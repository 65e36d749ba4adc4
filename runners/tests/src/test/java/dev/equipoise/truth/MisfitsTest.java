package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.equipoise.app.Equipoise;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.part.PartException;
import dev.equipoise.plan.InvalidExperimentException;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a part gives is looked at where it enters, and what goes wrong in it names it. */
class MisfitsTest {

    @TempDir
    Path runs;

    static Stream<Arguments> atTheFirstStep() {
        return Stream.of(
                arguments(
                        Misfits.Spread.class,
                        "the further loss term spread(), measure 'odd', must give an array of grain EXAMPLE, whose shape"
                                + " is (64, 1) here, got shape (64, 2)"),
                arguments(Misfits.Reduced.class, "of grain LATENT, whose shape is (1, 2) here, got shape (2)"),
                arguments(Misfits.Twice.class, "twice() must give one array for each of its 1 measures [odd], got 2"),
                arguments(
                        Misfits.Failing.class,
                        "the further loss term failing() failed to give its values: java.lang.IllegalStateException:"
                                + " a table of three"),
                arguments(
                        Misfits.Priced.class,
                        "the penalty shape summing() must give as many priced values as it gets, of shape (1, 2), got"
                                + " shape (1, 1)"),
                arguments(
                        Misfits.Unjoined.class,
                        "the objective unjoined() must give a loss of shape (1, 1), got shape (64, 1)"),
                arguments(
                        Misfits.BoastfulLayer.class,
                        "layer decoder.0 (Boastful[says=5]) must give one array of shape (64, 5), as its method output"
                                + " states, got [(64, 1)]"),
                arguments(Misfits.Narrow.class, "the posterior OneMean[] must give means of shape (64, 2)"),
                arguments(
                        Misfits.Unrated.class,
                        "the learning rate unrated() must give a finite rate of at least 0 at step 1, got NaN"),
                arguments(
                        MisfitCritics.Unreduced.class,
                        "the critic of odd must give a loss of shape (1, 1), got shape (64, 1)"),
                arguments(
                        MisfitCritics.Lossless.class,
                        "the critic of odd failed to give its loss: java.lang.IllegalStateException: a table of three"),
                arguments(
                        MisfitCritics.FewOthers.class,
                        "the critic of odd must give as many other latents as it gets, 128 numbers, got 2"),
                arguments(
                        MisfitCritics.WideLatents.class,
                        "the critic of odd must be asked about latents of shape (64, 2), got shape (64, 5)"));
    }

    @ParameterizedTest
    @MethodSource
    void atTheFirstStep(Class<?> experiment, String says) {
        RunReport report = run(experiment);

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.reason()).get().asString().contains(says);
        assertThat(report.steps()).isZero();
    }

    @Test
    void aCriticWithoutAFaultTrains() {
        assertThat(run(MisfitCritics.Faultless.class).status()).isEqualTo(RunStatus.COMPLETED);
    }

    static Stream<Arguments> beforeTheRun() {
        return Stream.of(
                arguments(
                        Misfits.Unsaved.class,
                        "the balancing strategy unsaved() must have a state that is a record of numbers, so that a"
                                + " checkpoint can hold it, got a dev.equipoise.truth.Misfits$Unsaved$Held"),
                arguments(Misfits.Unloaded.class, "the data unloaded() failed to give splits:"),
                arguments(Misfits.Missing.class, "the data missing() must give splits, got null"),
                arguments(Misfits.Unfitted.class, "the preprocessing step unfitted() failed to give a fitted step:"),
                arguments(
                        MisfitCritics.Unrated.class,
                        "the critic of odd must have a learning rate of at least 0 and finite, got NaN"),
                arguments(
                        MisfitCritics.Undecayed.class,
                        "the critic of odd must have a beta2 of at least 0 and below 1, got 1.0"),
                arguments(
                        MisfitCritics.Unlayered.class,
                        "the critic of odd must have hidden layers of at least 1 unit each, got [3, 0]"));
    }

    @ParameterizedTest
    @MethodSource
    void beforeTheRun(Class<?> experiment, String says) {
        assertThatThrownBy(() -> run(experiment))
                .isInstanceOf(PartException.class)
                .hasMessageContaining(says);
    }

    static Stream<Arguments> byThePlan() {
        return Stream.of(
                arguments(
                        Misfits.Unflat.class,
                        "its decoder must end with the 5 elements of a datum, flat, got shape [1, 1, 5]"),
                arguments(
                        Misfits.Silent.class,
                        "layer encoder.0 (Boastful[says=0]) must have an output of at least one element on every axis"),
                arguments(Misfits.Weightless.class, "its weight must be finite and at least 0, got NaN"));
    }

    @ParameterizedTest
    @MethodSource
    void byThePlan(Class<?> experiment, String says) {
        assertThatThrownBy(() -> run(experiment))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining(says);
    }

    private RunReport run(Class<?> experiment) {
        return Equipoise.run(
                experiment, Overrides.NONE, new RunOptions(EngineName.MXNET, "cpu", runs, Monitoring.onPort(0)));
    }
}
