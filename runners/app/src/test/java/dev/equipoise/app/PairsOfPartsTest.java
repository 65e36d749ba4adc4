package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.data.GaussianData;
import dev.equipoise.data.sprites.Sprites;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.LinearVae;
import dev.equipoise.model.MlpVae;
import dev.equipoise.model.Posterior;
import dev.equipoise.model.Procedure;
import dev.equipoise.model.prior.GaussianPrior;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.Prior;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.optimizer.Optimizer;
import dev.equipoise.plan.InvalidExperimentException;
import dev.equipoise.plan.PartType;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StoppingRule;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every part of the class path beside every part of another role, or of a role that many can take: planned, or refused with a reason. */
class PairsOfPartsTest {

    @Experiment(name = "pairs-table", epochs = 2, batchSize = 32, seed = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 3)
    static final class OnTable {}

    @Experiment(name = "pairs-images", epochs = 2, batchSize = 32, seed = 1)
    @Sprites(examples = 64)
    @LinearVae(latent = 3)
    static final class OnImages {}

    /** Hidden layers, whose gates can depend on beta, and a prior that learns. */
    @Experiment(name = "pairs-learned-prior", epochs = 2, batchSize = 32, seed = 1)
    @GaussianData(examples = 64)
    @MlpVae(hidden = 4, latent = 3)
    @GaussianPrior
    static final class OnLearnedPrior {}

    private static final RunsHere NOWHERE = new RunsHere(EngineName.PYTORCH, Path.of("nowhere"));

    private static final List<Class<?>> ROLES = List.of(
            Reconstruction.class,
            Divergence.class,
            LossTerm.class,
            Penalty.class,
            BalancingStrategy.class,
            Objective.class,
            Posterior.class,
            Prior.class,
            Procedure.class,
            LearningRate.class,
            Optimizer.class,
            StoppingRule.class);

    /** Roles that several parts of an experiment can take. */
    private static final List<Class<?>> MANY = List.of(LossTerm.class, StoppingRule.class);

    /** Values that belong together; any other attribute without a default is 1. */
    private static final Map<String, List<String>> VALUES = Map.of(
            "stepAnnealing", List.of("stepAnnealing.betas=2,1", "stepAnnealing.at=3"),
            "piecewiseAnnealing", List.of("piecewiseAnnealing.betas=2,1", "piecewiseAnnealing.at=0,3"));

    /** Data with and without a range, an image and a table; a prior that learns nothing and one that learns. */
    private static final List<Class<?>> EXPERIMENTS = List.of(OnTable.class, OnImages.class, OnLearnedPrior.class);

    private static final List<PartType> ALL = ROLES.stream()
            .flatMap(role -> NOWHERE.parts(role).stream())
            .filter(part -> !place(part.annotation()).equals(place(PairsOfPartsTest.class)))
            .toList();

    /** The parts that an experiment can have by themselves. */
    private static final Map<Class<?>, List<PartType>> SOUND = EXPERIMENTS.stream()
            .collect(Collectors.toMap(
                    experiment -> experiment,
                    experiment -> ALL.stream()
                            .filter(part -> refusal(experiment, part).isEmpty())
                            .toList()));

    private static List<PartType> parts(Class<?> role) {
        return ALL.stream().filter(part -> part.role() == role).toList();
    }

    private static URL place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    static Stream<Named<PartType>> all() {
        return ALL.stream().map(part -> Named.of(part.key(), part));
    }

    private static Stream<String> values(PartType part) {
        return VALUES
                .getOrDefault(
                        part.key(),
                        part.attributes().stream()
                                .filter(attribute -> attribute.defaultValue().isEmpty())
                                .map(attribute -> part.key() + "." + attribute.name() + "=1")
                                .toList())
                .stream();
    }

    private static ExperimentPlan plan(Class<?> experiment, PartType... parts) {
        return NOWHERE.plan(
                experiment,
                Stream.of(parts).map(PartType::key).toList(),
                Stream.of(parts).flatMap(PairsOfPartsTest::values).toArray(String[]::new));
    }

    /** What a plan of these parts is refused with; empty if it is not. */
    private static Optional<String> refusal(Class<?> experiment, PartType... parts) {
        try {
            plan(experiment, parts);
            return Optional.empty();
        } catch (InvalidExperimentException e) {
            return Optional.of(e.getMessage());
        }
    }

    @Test
    void thereAreManyParts() {
        assertThat(ALL).hasSizeGreaterThan(45);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void aPartIsPlannedOrRefusedWithAReasonBesideEachOther(PartType part) {
        List<String> unexplained = new ArrayList<>();
        SOUND.forEach((experiment, sound) -> sound.stream()
                .filter(other -> sound.contains(part) && other.key().compareTo(part.key()) > 0)
                .filter(other -> other.role() != part.role() || MANY.contains(other.role()))
                .forEach(other -> refusal(experiment, part, other)
                        .filter(reason -> !explains(reason, part, other))
                        .ifPresent(reason -> unexplained.add(part.key() + ", " + other.key() + ": " + reason))));
        assertThat(unexplained).isEmpty();
    }

    /** Both parts are named, with what must be and what is. */
    private static boolean explains(String reason, PartType part, PartType other) {
        return reason.contains(part.key())
                && reason.contains(other.key())
                && reason.contains(" must ")
                && (reason.contains(", got ") || reason.contains(", but "));
    }

    @Test
    void everyPartIsPlannedAloneOnSomeDataOrSaysWhatItNeeds() {
        assertThat(ALL.stream()
                        .filter(part -> EXPERIMENTS.stream()
                                .map(experiment -> refusal(experiment, part))
                                .allMatch(reason -> reason.filter(
                                                text -> !text.contains(" must ") || !text.contains(part.key()))
                                        .isPresent())))
                .isEmpty();
    }

    static Stream<Named<PartType>> divergences() {
        return all().filter(part -> part.getPayload().role() == Divergence.class);
    }

    /** Beside each further term in turn. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("divergences")
    void aPlannedPairTakesStepsOfAFiniteLoss(PartType divergence, @TempDir Path runs) {
        Class<?> experiment = refusal(OnTable.class, divergence).isEmpty() ? OnTable.class : OnLearnedPrior.class;
        List<PartType> terms = parts(LossTerm.class).stream()
                .filter(term -> refusal(experiment, divergence, term).isEmpty())
                .toList();
        PartType term = terms.get(Math.floorMod(divergence.key().hashCode(), terms.size()));
        RunReport report = new RunsHere(EngineName.PYTORCH, runs)
                .run(NOWHERE.plan(experiment, List.of(divergence.key(), term.key()), "experiment.epochs=1"));

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.steps()).isEqualTo(2);
        assertThat(report.trainingLoss()).isFinite();
    }
}
