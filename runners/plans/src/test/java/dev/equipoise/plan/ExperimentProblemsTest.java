package dev.equipoise.plan;

import static dev.equipoise.plan.ExperimentReaderTest.set;
import static dev.equipoise.plan.ExperimentReaderTest.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.plan.ExperimentReaderTest.Full;
import dev.equipoise.plan.ExperimentReaderTest.Plain;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with the parts of an experiment beside each other. */
class ExperimentProblemsTest {

    @Experiment(name = "two")
    @BalanceParts.Beta
    @BalanceParts.Shaped
    static final class TwoStrategies {}

    @Experiment(name = "rivals")
    @Compositions.Recipe
    @Compositions.Rival
    static final class ComposedRivals {}

    @Experiment(name = "orders")
    @DataParts.Scale
    @DataParts.Shift(order = 10)
    @DataParts.Table(broken = true)
    static final class EqualOrders {}

    @Experiment(name = "asked")
    @DataParts.Scale
    @DataParts.Cascade
    static final class AskedOrder {}

    @Experiment(name = "shape")
    @BalanceParts.Shaped
    @BalanceParts.Bits
    static final class TwoShapes {}

    @Experiment(name = "grain")
    @TermParts.Kl(grain = Grain.EXAMPLE)
    @BalanceParts.Bits(grain = Grain.LATENT)
    static final class UnreachableGrain {}

    @Experiment(name = "several")
    @TermParts.DecomposedKl
    @BalanceParts.Bits(grain = Grain.BATCH)
    static final class ShapeOnSeveral {}

    @Experiment(name = "linear")
    @TermParts.Bound
    @BalanceParts.Shaped
    static final class NonLinearBound {}

    @Experiment(name = "same")
    @TermParts.Mmd
    @TermParts.Mmd
    static final class SameMeasure {}

    static final class Bare {}

    static Arguments problem(String name, Class<?> type, Overrides overrides, String... problems) {
        return argumentSet(name, type, overrides, List.of(problems));
    }

    static Stream<Arguments> problems() {
        return Stream.of(
                problem(
                        "two parts of a single role",
                        TwoStrategies.class,
                        Overrides.NONE,
                        "role 'balancing strategy' must have one part, got beta (annotation on TwoStrategies)"
                                + " and shaped (annotation on TwoStrategies)"),
                problem(
                        "two composed parts of a single role",
                        ComposedRivals.class,
                        Overrides.NONE,
                        "role 'balancing strategy' must have one part, got beta (composed by @Recipe on ComposedRivals)"
                                + " and shaped (composed by @Rival on ComposedRivals)"),
                problem(
                        "equal orders, though the data fails",
                        EqualOrders.class,
                        Overrides.NONE,
                        "table (annotation on EqualOrders): table.idx, byte 4: expected magic 2051, found 7",
                        "preprocessing steps must have different orders, got 10 for scale (annotation on EqualOrders)"
                                + " and shift (annotation on EqualOrders)"),
                problem(
                        "what factories that need no data report, though the data fails",
                        Plain.class,
                        set("table.broken=true", "beta.beta=13", "rate.rate=2"),
                        "table (default): table.idx, byte 4: expected magic 2051, found 7",
                        "rate.rate must be above 0 and at most 1, got 2 (--set)",
                        "beta (default): beta must be lucky, got 13.0",
                        "beta (default): beta must be even"),
                problem(
                        "an equal order that has to be asked",
                        AskedOrder.class,
                        Overrides.NONE,
                        "preprocessing steps must have different orders, got 10 for cascade (annotation on AskedOrder)"
                                + " and scale (annotation on AskedOrder)"),
                problem(
                        "a step that needs what no step before it does",
                        Plain.class,
                        with(List.of("shift"), Set.of()),
                        "shift (--with): data must lie within [0, 1]"),
                problem(
                        "two shapes",
                        TwoShapes.class,
                        Overrides.NONE,
                        "the penalty shape of the divergence must come from one part, got bits (annotation on TwoShapes) and"
                                + " that of shaped (annotation on TwoShapes): remove one of them"),
                problem(
                        "a grain that the measure cannot reach",
                        UnreachableGrain.class,
                        Overrides.NONE,
                        "the shape of bits (annotation on UnreachableGrain) must act at a grain that its measure"
                                + " reaches, got LATENT for measure 'kl' of grain EXAMPLE of kl (annotation on"
                                + " UnreachableGrain)"),
                problem(
                        "a shape on several measures",
                        ShapeOnSeveral.class,
                        Overrides.NONE,
                        "the shape of bits (annotation on ShapeOnSeveral) must act on one measure, got the 2 of"
                                + " decomposedKl (annotation on ShapeOnSeveral): only a linear shape works with several"),
                problem(
                        "a bound with a shape that is not linear",
                        NonLinearBound.class,
                        Overrides.NONE,
                        "the objective bound (annotation on NonLinearBound) must have linear penalties only, got the"
                                + " shape of shaped (annotation on NonLinearBound): the weights of its samples are sums of"
                                + " weighted terms"),
                problem(
                        "two measures of one name",
                        SameMeasure.class,
                        Overrides.NONE,
                        "the name of a measure must be unique, got 'mmd' from mmd[0] (annotation on SameMeasure) and"
                                + " mmd[1] (annotation on SameMeasure)"),
                problem(
                        "no experiment",
                        Bare.class,
                        Overrides.NONE,
                        Bare.class.getName() + " must be annotated with @Experiment(name = \"...\")"),
                problem(
                        "what factories and layers report",
                        Plain.class,
                        set("beta.beta=13", "net.hidden=666"),
                        "beta (default): beta must be lucky, got 13.0",
                        "beta (default): beta must be even",
                        "net (default): layer encoder.0 (Dense[units=666]): hidden must be a decent number, got 666"),
                problem(
                        "a fault of a factory, and a decoder of the wrong shape",
                        Plain.class,
                        set("beta.beta=14", "net.hidden=13"),
                        "beta (default): java.lang.IllegalStateException: a fault of the factory",
                        "net (default): its decoder must end with the 4 elements of a datum, flat, got shape [13]"),
                problem(
                        "a class that a factory needs and that is missing",
                        Plain.class,
                        set("beta.beta=15"),
                        "beta (default): it needs the class dep.Dep, which is not on the class path"),
                problem(
                        "prices that are all 0",
                        Plain.class,
                        with(List.of("worthless"), Set.of()),
                        "the prices of worthless (--with) must not all be 0, got 0 for every term at the first step:"
                                + " nothing would be minimised"),
                problem(
                        "a first price that is none",
                        Plain.class,
                        with(List.of("worthless"), Set.of(), "worthless.weight=-1"),
                        "worthless (--with): its prices of the first step must be valid: a price must be finite and its"
                                + " weight at least 0, got weight -1.0 and target OptionalDouble.empty"));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void everyProblemIsReportedAtOnce(Class<?> type, Overrides overrides, List<String> problems) {
        assertThat(problemsOf(TestParts.reader(), type, overrides)).containsExactlyInAnyOrderElementsOf(problems);
    }

    static List<String> problemsOf(ExperimentReader reader, Class<?> type, Overrides overrides) {
        InvalidExperimentException thrown =
                catchThrowableOfType(InvalidExperimentException.class, () -> reader.read(type, overrides));
        assertThat(thrown).as("the problems of " + type.getSimpleName()).isNotNull();
        return thrown.problems();
    }

    @Test
    void oneFurtherTermIsWorthMinimising() {
        ExperimentPlan plan = TestParts.reader().read(Plain.class, with(List.of("worthless", "mmd"), Set.of()));
        assertThat(plan.parts(LossTerm.class)).hasSize(1);
    }

    @Test
    void aPutInPartMendsTwoOfASingleRole() {
        ExperimentPlan plan = TestParts.reader().read(TwoStrategies.class, with(List.of("beta"), Set.of()));
        assertThat(ExperimentReaderTest.part(plan, "beta").origin()).isEqualTo("--with");
    }

    @Test
    void aMethodsPartBesideAnAnnotatedOneOfASingleRoleIsAnErrorThatNamesBoth() {
        ProvidedParts methods = type -> List.of(new ProvidedParts.Provided(
                "mine", BalanceParts.Strategy.class, facts -> new BalanceParts.Strategy(1, Optional.empty(), 0)));
        assertThat(problemsOf(TestParts.reader(methods), Full.class, Overrides.NONE))
                .containsExactly("role 'balancing strategy' must have one part, got beta (annotation on Full)"
                        + " and mine() (method mine of Full)");
    }

    @Test
    void whatAMethodOrTheLookForMethodsReportsIsAProblem() {
        ProvidedParts failing =
                type -> List.of(new ProvidedParts.Provided("mine", BalanceParts.Strategy.class, facts -> {
                    throw new InvalidPartException("it must not fail");
                }));
        assertThat(problemsOf(TestParts.reader(failing), Plain.class, Overrides.NONE))
                .containsExactly("mine() (method mine of Plain): it must not fail");
        ProvidedParts none = type -> {
            throw new InvalidPartException("Plain must have a constructor");
        };
        assertThat(problemsOf(TestParts.reader(none), Plain.class, set("beta.beta=-1")))
                .containsExactlyInAnyOrder(
                        "Plain must have a constructor", "beta.beta must be at least 0 per nat, got -1 (--set)");
    }
}
