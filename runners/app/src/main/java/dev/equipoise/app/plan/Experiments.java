package dev.equipoise.app.plan;

import dev.equipoise.experiment.Experiment;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The discovered experiment classes, by the name of the experiment or of the class. */
public final class Experiments {

    private static final int SUGGESTIONS = 3;

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
                    + " that `list` shows, got '" + name + "'" + suggestion(name)
                    + "; --classpath adds folders and jars of experiments");
        }
        if (found.size() > 1) {
            throw new UnknownExperimentException("the experiment must be one, but '" + name + "' names "
                    + String.join(" and ", found.stream().map(Class::getName).toList())
                    + "; give the class instead");
        }
        return found.get(0);
    }

    private String suggestion(String name) {
        List<String> near = classes.stream()
                .map(Experiments::name)
                .distinct()
                .filter(other -> distance(name, other) <= Math.max(2, name.length() / 2))
                .sorted(Comparator.comparingInt(other -> distance(name, other)))
                .limit(SUGGESTIONS)
                .toList();
        return near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
    }

    /** Levenshtein's edit distance. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(Math.min(row[j], row[j - 1]) + 1, substitution);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
