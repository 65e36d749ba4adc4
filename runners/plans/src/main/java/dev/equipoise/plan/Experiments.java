package dev.equipoise.plan;

import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.NearestName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The discovered experiment classes, by the name of the experiment or of the class. */
public final class Experiments {

    private final List<Class<?>> classes;

    public Experiments(Collection<Class<?>> classes) {
        this.classes = classes.stream()
                .sorted(Comparator.<Class<?>, String>comparing(Experiments::name)
                        .thenComparing(Class::getName))
                .toList();
    }

    /** All of them, by name. */
    public List<Class<?>> all() {
        return classes;
    }

    /** The name of an experiment class. */
    public static String name(Class<?> experiment) {
        Experiment annotation = experiment.getAnnotation(Experiment.class);
        return annotation == null ? experiment.getName() : annotation.name();
    }

    /**
     * The class of this experiment's name, or of this qualified class name.
     *
     * @throws UnknownExperimentException if there is none, or more than one of that name
     */
    public Class<?> named(String name) {
        List<Class<?>> found = classes.stream()
                .filter(type -> name(type).equals(name) || type.getName().equals(name))
                .toList();
        if (found.isEmpty()) {
            throw new UnknownExperimentException("the experiment must be one of the " + classes.size()
                    + " that `list` shows, got '" + name + "'"
                    + NearestName.hint(
                            name, classes.stream().map(Experiments::name).toList())
                    + " (--classpath adds folders and jars)");
        }
        if (found.size() > 1) {
            throw new UnknownExperimentException("'" + name + "' is the name of " + found.size() + " experiments: "
                    + String.join(" and ", found.stream().map(Class::getName).toList())
                    + "; name the class instead");
        }
        return found.get(0);
    }
}
