package dev.equipoise.plan;

import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of {@code @Experiment} itself. */
final class ExperimentValues {

    private static final int FAST_EPOCHS = 2;

    private ExperimentValues() {}

    /** The values as annotated. */
    static Draft read(Class<?> type, List<String> problems) {
        Optional<Map<String, Object>> given = Optional.empty();
        try {
            given = Annotations.experiment(type);
        } catch (InvalidPartException e) {
            e.problems()
                    .forEach(problem ->
                            problems.add("experiment" + problem + " (annotation on " + type.getSimpleName() + ")"));
        }
        if (given.isEmpty() && problems.isEmpty()) {
            problems.add(type.getName() + " must be annotated with @Experiment(name = \"...\")");
        }
        return Draft.experiment(
                "annotation on " + type.getSimpleName(), given.orElseGet(() -> Map.of("name", "unnamed")));
    }

    /** Checks the values; a fast run's epochs are cut. */
    static void check(Draft experiment, boolean fast, List<String> problems) {
        experiment.check(problems);
        experiment
                .value("name", String.class)
                .ifPresent(name -> ExperimentName.violated(name)
                        .ifPresent(violation -> problems.add("experiment.name " + violation + ", got '" + name + "'")));
        if (fast && experiment.value("epochs", Integer.class).orElse(0) > FAST_EPOCHS) {
            experiment.put("epochs", new ExperimentPlan.Value(FAST_EPOCHS, "epochs", "--fast"));
        }
    }

    /** Facts without data; in place of numbers that are wrong, ones that let the other checks continue. */
    static Facts facts(Draft experiment) {
        return new Facts(
                Optional.empty(),
                number(experiment, "batchSize"),
                number(experiment, "epochs"),
                experiment.value("seed", Long.class).orElse(0L));
    }

    /** The epochs over which schedules are laid out. */
    static int scheduleEpochs(Draft experiment) {
        int own = experiment.sound()
                ? experiment.value("scheduleEpochs", Integer.class).orElse(0)
                : 0;
        return own > 0 ? own : number(experiment, "epochs");
    }

    private static int number(Draft experiment, String attribute) {
        return experiment.sound() ? experiment.value(attribute, Integer.class).orElseThrow() : 1;
    }
}
