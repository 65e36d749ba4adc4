package dev.equipoise.plan;

import com.google.common.reflect.TypeToken;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.part.Role;
import java.lang.annotation.Annotation;
import java.lang.annotation.AnnotationTypeMismatchException;
import java.lang.annotation.IncompleteAnnotationException;
import java.lang.annotation.Repeatable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All reflection of core: annotations become plain records here, and records become annotations again. */
final class Annotations {

    private Annotations() {}

    /**
     * A part annotation where it was found.
     *
     * @param values of the attributes that were written; the others have their defaults
     * @param level 0 on the class itself, 1 on an annotation of the class, and so on
     * @param origin where that is, in words
     */
    record Placed(Class<? extends Annotation> annotation, Map<String, Object> values, int level, String origin) {}

    private record Carrier(Class<?> element, int level, String path) {

        String origin(Class<?> experiment) {
            String on = " on " + experiment.getSimpleName();
            return level == 0 ? "annotation" + on : "composed by " + path + on;
        }

        Carrier inner(Class<?> annotation) {
            String name = "@" + annotation.getSimpleName();
            return new Carrier(annotation, level + 1, level == 0 ? name : name + " in " + path);
        }
    }

    /**
     * The part annotations of a class, composed ones after direct ones; each composing annotation counts once.
     *
     * @param problems takes those of annotations that were compiled against others than are there now
     */
    static List<Placed> on(Class<?> experiment, List<String> problems) {
        List<Placed> found = new ArrayList<>();
        Set<Class<?>> composing = new HashSet<>();
        Queue<Carrier> carriers = new ArrayDeque<>(List.of(new Carrier(experiment, 0, "")));
        while (!carriers.isEmpty()) {
            Carrier carrier = carriers.remove();
            for (Carried carried : carried(carrier.element())) {
                Class<? extends Annotation> type = carried.annotation().annotationType();
                if (type.isAnnotationPresent(Part.class)) {
                    try {
                        found.add(new Placed(type, carried.given(), carrier.level(), carrier.origin(experiment)));
                    } catch (InvalidPartException e) {
                        e.problems()
                                .forEach(problem -> problems.add(
                                        PartType.shortKey(type) + problem + " (" + carrier.origin(experiment) + ")"));
                    }
                }
                if (!type.getName().startsWith("java.lang.") && composing.add(type)) {
                    carriers.add(carrier.inner(type));
                }
            }
        }
        return found;
    }

    /** Annotations of the element itself, repeated ones out of their containers; sorted, as Java promises no order. */
    private static List<Carried> carried(Class<?> element) {
        Map<String, ClassFile.Written> written = ClassFile.annotations(element);
        return Arrays.stream(element.getDeclaredAnnotations())
                .sorted(Comparator.comparing(
                        annotation -> annotation.annotationType().getName()))
                .map(annotation -> new Carried(
                        annotation,
                        Optional.ofNullable(
                                written.get(annotation.annotationType().getName()))))
                .flatMap(carried ->
                        repeated(carried.annotation()).map(carried::contents).orElseGet(() -> Stream.of(carried)))
                .toList();
    }

    /** An annotation and how it was written, which is empty if that is not known. */
    private record Carried(Annotation annotation, Optional<ClassFile.Written> written) {

        Stream<Carried> contents(Annotation[] repeated) {
            return IntStream.range(0, repeated.length)
                    .mapToObj(i -> new Carried(
                            repeated[i],
                            written.map(container -> container.contents().get(i))));
        }

        /** The values that were written; if that is not known, those that are not the default. */
        Map<String, Object> given() {
            Map<String, Object> given = values(annotation);
            List<Attribute> attributes = attributes(annotation.annotationType());
            Set<String> removed =
                    new TreeSet<>(written.map(ClassFile.Written::attributes).orElse(Set.of()));
            attributes.forEach(attribute -> removed.remove(attribute.name()));
            if (!removed.isEmpty()) {
                throw new InvalidPartException(removed.stream()
                        .map(name -> "." + name + " is written, but is no longer an attribute: recompile the class")
                        .toList());
            }
            attributes.stream()
                    .filter(attribute -> written.map(
                                    known -> !known.attributes().contains(attribute.name()))
                            .orElseGet(() -> attribute.isDefault(given.get(attribute.name()))))
                    .forEach(attribute -> given.remove(attribute.name()));
            return given;
        }
    }

    private static Optional<Annotation[]> repeated(Annotation container) {
        return Arrays.stream(container.annotationType().getDeclaredMethods())
                .filter(method -> method.getName().equals("value")
                        && isContainer(container.annotationType(), method.getReturnType()))
                .map(method -> (Annotation[]) invoke(method, container))
                .findFirst();
    }

    private static boolean isContainer(Class<?> container, Class<?> contents) {
        Class<?> element = contents.getComponentType();
        Repeatable repeatable = element == null ? null : element.getAnnotation(Repeatable.class);
        return repeatable != null && repeatable.value() == container;
    }

    /** The written values of {@code @Experiment}; empty if the class has none of its own. */
    static Optional<Map<String, Object>> experiment(Class<?> type) {
        return carried(type).stream()
                .filter(carried -> carried.annotation() instanceof Experiment)
                .map(Carried::given)
                .findFirst();
    }

    /** The attributes of an annotation type, in alphabetical order. */
    static List<Attribute> attributes(Class<? extends Annotation> type) {
        return members(type)
                .map(method -> new Attribute(
                        method.getName(),
                        method.getReturnType(),
                        Optional.ofNullable(method.getDefaultValue()),
                        Optional.ofNullable(method.getAnnotation(Range.class))))
                .toList();
    }

    /** What the catalogue knows of a part annotation, under its short key. */
    static PartType part(Class<? extends Annotation> type) {
        Part part = type.getAnnotation(Part.class);
        if (part == null) {
            throw new InvalidPartException("must be annotated with @Part");
        }
        if (!LostParts.retained(type)) {
            throw new InvalidPartException(LostParts.RETENTION);
        }
        Class<?> made = TypeToken.of(part.value())
                .resolveType(PartFactory.class.getTypeParameters()[1])
                .getRawType();
        Class<?> takes = TypeToken.of(part.value())
                .resolveType(PartFactory.class.getTypeParameters()[0])
                .getRawType();
        if (takes != type) {
            throw new InvalidPartException("must name a factory that takes it, got "
                    + part.value().getName() + ", which takes @" + takes.getSimpleName());
        }
        return new PartType(
                type,
                PartType.shortKey(type),
                roleOf(made),
                part.value(),
                attributes(type),
                type.isAnnotationPresent(Repeatable.class));
    }

    /**
     * The role that a part of this type takes: the most specific {@code @Role} among its supertypes.
     *
     * @throws InvalidPartException if there is none, or are several of which none extends the others
     */
    static Class<?> roleOf(Class<?> type) {
        List<Class<?>> roles = roles(type);
        List<Class<?>> specific = roles.stream()
                .filter(role -> roles.stream().noneMatch(other -> other != role && role.isAssignableFrom(other)))
                .toList();
        if (specific.size() != 1) {
            throw new InvalidPartException("must have exactly one role, got " + type.getName() + " with "
                    + specific.stream().map(Class::getSimpleName).toList());
        }
        return specific.get(0);
    }

    /** Whether a part of this type would take a role. */
    static boolean hasRole(Class<?> type) {
        return !roles(type).isEmpty();
    }

    private static List<Class<?>> roles(Class<?> type) {
        return TypeToken.of(type).getTypes().rawTypes().stream()
                .<Class<?>>map(supertype -> supertype)
                .filter(supertype -> supertype.isAnnotationPresent(Role.class))
                .toList();
    }

    /** The description of a role type. */
    static Role role(Class<?> role) {
        Role description = role.getAnnotation(Role.class);
        if (description == null) {
            throw new IllegalArgumentException("a role must be annotated with @Role, got " + role.getName());
        }
        return description;
    }

    /** An annotation with these values, equal to one that the compiler made from them. */
    static Annotation make(Class<? extends Annotation> type, Map<String, Object> values) {
        return (Annotation) Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new MadeParts(type, new TreeMap<>(values)));
    }

    private static Map<String, Object> values(Annotation annotation) {
        return members(annotation.annotationType())
                .collect(Collectors.toMap(
                        Method::getName, method -> invoke(method, annotation), (a, b) -> a, TreeMap::new));
    }

    private static Stream<Method> members(Class<? extends Annotation> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getParameterCount() == 0 && !method.isSynthetic())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .sorted(Comparator.comparing(Method::getName));
    }

    private static Object invoke(Method method, Object target) {
        try {
            method.setAccessible(true);
            return method.invoke(target);
        } catch (InvocationTargetException e) {
            throw new InvalidPartException("." + method.getName() + " " + changed(e.getCause())
                    + ", so it has changed since the class was compiled: recompile the class");
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("attribute " + method + " cannot be read", e);
        }
    }

    private static String changed(@Nullable Throwable cause) {
        if (cause instanceof EnumConstantNotPresentException lost) {
            return "is written as " + lost.constantName() + ", which is not a constant of "
                    + lost.enumType().getSimpleName();
        }
        if (cause instanceof AnnotationTypeMismatchException other) {
            return "is written as a value of another type, " + other.foundType();
        }
        return cause instanceof IncompleteAnnotationException
                ? "is not written and has no default"
                : "cannot be read: " + cause;
    }

    /** Whether an annotation of this type is a part, a container of parts, or composed of parts. */
    static boolean bringsParts(Class<? extends Annotation> type) {
        return type.isAnnotationPresent(Part.class)
                || members(type)
                        .map(Method::getReturnType)
                        .anyMatch(contents -> isContainer(type, contents)
                                && contents.getComponentType().isAnnotationPresent(Part.class))
                || !on(type, new ArrayList<>()).isEmpty();
    }

    /** Behaves as {@link Annotation} documents. */
    private record MadeParts(Class<? extends Annotation> type, Map<String, Object> values)
            implements InvocationHandler {

        @Override
        public Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
            if (arguments != null) {
                return same(arguments[0]);
            }
            return switch (method.getName()) {
                case "annotationType" -> type;
                case "hashCode" -> hash();
                case "toString" -> text();
                default -> copy(values.get(method.getName()));
            };
        }

        private boolean same(@Nullable Object other) {
            return type.isInstance(other)
                    && members(type)
                            .allMatch(method -> Arrays.deepEquals(
                                    new Object[] {values.get(method.getName())},
                                    new Object[] {Annotations.invoke(method, type.cast(other))}));
        }

        private int hash() {
            return values.entrySet().stream()
                    .mapToInt(member -> (127 * member.getKey().hashCode()) ^ hash(member.getValue()))
                    .sum();
        }

        private static int hash(Object value) {
            return Arrays.deepHashCode(new Object[] {value}) - 31; // of a list of one, which adds 31
        }

        private String text() {
            return values.entrySet().stream()
                    .map(member -> member.getKey() + "=" + AttributeText.of(member.getValue()))
                    .collect(Collectors.joining(", ", "@" + type.getName() + "(", ")"));
        }

        private static Object copy(@Nullable Object value) {
            if (value instanceof int[] ints) {
                return ints.clone();
            } else if (value instanceof double[] doubles) {
                return doubles.clone();
            } else if (value instanceof String[] texts) {
                return texts.clone();
            }
            return Objects.requireNonNull(value);
        }
    }
}
