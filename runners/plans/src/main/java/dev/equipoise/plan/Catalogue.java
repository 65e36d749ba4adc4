package dev.equipoise.plan;

import dev.equipoise.experiment.Experiment;
import dev.equipoise.part.InvalidPartException;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every known part annotation: its key, its role and its attributes. */
public final class Catalogue {

    private final List<PartType> parts;

    private Catalogue(List<PartType> parts) {
        this.parts = parts;
    }

    /**
     * The catalogue of these part annotations.
     *
     * @throws InvalidExperimentException with all problems of all of them
     */
    public static Catalogue of(Collection<? extends Class<? extends Annotation>> annotations) {
        List<String> problems = new ArrayList<>();
        List<PartType> read = new ArrayList<>();
        for (Class<? extends Annotation> annotation : new LinkedHashSet<>(annotations)) {
            try {
                PartType part = Annotations.part(annotation);
                read.add(part);
                part.attributes().stream()
                        .filter(attribute -> !attribute.supported())
                        .forEach(attribute -> problems.add("@" + annotation.getName() + ": attribute "
                                + attribute.name() + " must be an int, long, double, boolean, String, enum, int[],"
                                + " double[] or String[], got "
                                + attribute.type().getSimpleName()));
            } catch (InvalidPartException e) {
                e.problems().forEach(problem -> problems.add("@" + annotation.getName() + " " + problem));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidExperimentException("the catalogue of parts", problems);
        }
        return new Catalogue(keyed(read));
    }

    /** Short keys if they are unique, else qualified ones; "experiment" is taken. */
    private static List<PartType> keyed(List<PartType> parts) {
        Map<String, Long> count = Stream.concat(
                        Stream.of(PartType.shortKey(Experiment.class)),
                        parts.stream().map(part -> PartType.shortKey(part.annotation())))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return parts.stream()
                .map(part -> {
                    String shortKey = PartType.shortKey(part.annotation());
                    return part.withKey(count.getOrDefault(shortKey, 0L) == 1 ? shortKey : part.qualifiedKey());
                })
                .sorted(Comparator.comparing(PartType::key))
                .toList();
    }

    /** The parts, sorted by key. */
    public List<PartType> parts() {
        return parts;
    }

    /** The attributes of {@code @Experiment} itself. */
    public List<Attribute> experiment() {
        return Annotations.attributes(Experiment.class);
    }

    /** The parts that can take a role, sorted by key. */
    public List<PartType> parts(Class<?> role) {
        return parts.stream().filter(part -> part.role() == role).toList();
    }

    /** The catalogue with these annotations added, such as those of a class that was not scanned. */
    Catalogue including(Collection<? extends Class<? extends Annotation>> annotations) {
        Set<Class<? extends Annotation>> all = new LinkedHashSet<>();
        parts.forEach(part -> all.add(part.annotation()));
        return all.addAll(annotations) ? of(all) : this;
    }

    PartType part(Class<? extends Annotation> annotation) {
        return parts.stream()
                .filter(part -> part.annotation() == annotation)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(annotation + " is not in the catalogue"));
    }

    /** The part with this key. The qualified name of a part is always a key. */
    Optional<PartType> named(String key) {
        return parts.stream()
                .filter(part -> part.key().equals(key) || part.qualifiedKey().equals(key))
                .findFirst();
    }

    /** The parts of different packages that share this simple name, which is therefore not a key. */
    List<PartType> sharing(String shortKey) {
        return parts.stream()
                .filter(part -> PartType.shortKey(part.annotation()).equals(shortKey))
                .filter(part -> !part.key().equals(shortKey))
                .toList();
    }

    List<String> keys() {
        return parts.stream().map(PartType::key).toList();
    }
}
