package dev.equipoise.plan;

import java.lang.annotation.Annotation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Annotations that are written on a class and would be lost without a message, so that a default would be trained in their
 * place: Java drops those whose class is missing or not retained, and those of supertypes are not read. A missing
 * annotation of class retention, as static checkers use, is ignored: it cannot be a part.
 */
final class LostParts {

    /** What a part annotation must be. */
    static final String RETENTION =
            "must be annotated with @Retention(RetentionPolicy.RUNTIME): otherwise Java drops it from the classes that it is"
                    + " written on";

    private final Class<?> experiment;
    private final List<String> problems;
    private final Set<Class<?>> seen = new LinkedHashSet<>();

    private LostParts(Class<?> experiment, List<String> problems) {
        this.experiment = experiment;
        this.problems = problems;
    }

    /** Adds a problem for each of a class. */
    static void report(Class<?> experiment, List<String> problems) {
        LostParts lost = new LostParts(experiment, problems);
        lost.dropped(experiment);
        supertypes(experiment).distinct().forEach(lost::unread);
    }

    /** Whether annotations of this type are there at run time. */
    static boolean retained(Class<? extends Annotation> type) {
        Retention retention = type.getAnnotation(Retention.class);
        return retention != null && retention.value() == RetentionPolicy.RUNTIME;
    }

    /** Of a class or a composing annotation. */
    private void dropped(Class<?> element) {
        ClassFile.annotations(element).forEach((name, written) -> {
            if (name.startsWith("java.lang.")) {
                return;
            }
            Class<? extends Annotation> type = loaded(name, element);
            if (type == null) {
                if (written.visible()) {
                    problems.add("@" + name + on(element)
                            + RemovedParts.annotation(name)
                                    .map(now -> " was removed: use " + now + ", which does the same")
                                    .orElse(" must be on the class path, got no class of this name: add its jar or"
                                            + " folder with --classpath, or remove the annotation"));
                }
            } else if (!written.visible() || !retained(type)) {
                if (Annotations.bringsParts(type)) {
                    problems.add("@" + name + on(element) + " " + RETENTION + "; then recompile both");
                }
            } else if (seen.add(type)) {
                dropped(type);
            }
        });
    }

    /** Of a supertype. */
    private void unread(Class<?> supertype) {
        List<String> parts = new ArrayList<>();
        ClassFile.annotations(supertype).forEach((name, written) -> {
            Class<? extends Annotation> type = loaded(name, supertype);
            if (type != null && Annotations.bringsParts(type)) {
                parts.add("@" + name);
            }
        });
        if (!parts.isEmpty()) {
            problems.add("parts must be written on " + experiment.getSimpleName() + " itself, got "
                    + String.join(", ", parts) + " on its supertype " + supertype.getName()
                    + ": repeat them there, or compose them in an annotation");
        }
    }

    private static String on(Class<?> element) {
        return " on " + element.getSimpleName();
    }

    private static Stream<Class<?>> supertypes(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        return Stream.concat(Stream.ofNullable(parent), Arrays.stream(type.getInterfaces()))
                .filter(supertype -> supertype != Object.class)
                .flatMap(supertype -> Stream.concat(Stream.of(supertype), supertypes(supertype)));
    }

    private static @Nullable Class<? extends Annotation> loaded(String name, Class<?> from) {
        try {
            return Class.forName(name, false, from.getClassLoader()).asSubclass(Annotation.class);
        } catch (ClassNotFoundException | LinkageError | ClassCastException e) {
            return null;
        }
    }
}
