package dev.equipoise.app.internal.plan;

import dev.equipoise.experiment.Experiment;
import dev.equipoise.plan.Experiments;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;

/**
 * An experiment class as a list shows it: nothing of it is read but its annotations' names, so that one with problems is
 * listed too.
 *
 * @param name of the experiment
 * @param type its class
 * @param parts its annotations, with the @
 */
public record ListedExperiment(String name, String type, List<String> parts) {

    /** The class as listed. */
    public static ListedExperiment of(Class<?> experiment) {
        return new ListedExperiment(
                Experiments.name(experiment),
                experiment.getName(),
                Arrays.stream(experiment.getAnnotations())
                        .map(Annotation::annotationType)
                        .filter(type -> type != Experiment.class)
                        .map(type -> "@" + type.getSimpleName())
                        .toList());
    }
}
