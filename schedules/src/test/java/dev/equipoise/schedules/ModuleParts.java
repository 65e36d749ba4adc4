package dev.equipoise.schedules;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.plan.Catalogue;
import dev.equipoise.plan.PartType;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The parts of this module, found in its compiled classes so that none is forgotten, and made from values. */
final class ModuleParts {

    /** A run of 10 epochs of 100 steps, on data of 784 elements, with 16 latents, beside a beta with cycles of 310. */
    static final Facts FACTS = new Facts(
                    Optional.of(new DataFacts(12_800, 1_000, List.of(1, 28, 28), Optional.empty())), 128, 10, 0)
            .withLatents(16)
            .withBetaCycle(OptionalLong.of(310));

    private ModuleParts() {}

    /** The parts that take a role, sorted by key. */
    static List<PartType> inRole(Class<?> role) {
        return Catalogue.of(annotations()).parts(role);
    }

    private static List<Class<? extends Annotation>> annotations() {
        try {
            Path classes = Path.of(SchedulesModule.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            List<Class<? extends Annotation>> found = new ArrayList<>();
            try (Stream<Path> files = Files.walk(classes)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".class")).toList()) {
                    String name = classes.relativize(file)
                            .toString()
                            .replace('/', '.')
                            .replace('\\', '.');
                    Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()));
                    if (type.isAnnotationPresent(Part.class)) {
                        found.add(type.asSubclass(Annotation.class));
                    }
                }
            }
            return found;
        } catch (IOException | URISyntaxException | ClassNotFoundException e) {
            throw new AssertionError("the module's classes must be readable", e);
        }
    }

    /** What the part's factory makes of these values. */
    @SuppressWarnings("unchecked")
    static <P> P make(PartType part, Map<String, Object> values, Class<P> role) {
        try {
            PartFactory<Annotation, ?> factory = (PartFactory<Annotation, ?>)
                    part.factory().getDeclaredConstructor().newInstance();
            return role.cast(factory.create(annotation(part.annotation(), values), FACTS));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(part.key() + " must have a factory with a public constructor", e);
        }
    }

    private static Annotation annotation(Class<? extends Annotation> type, Map<String, Object> values) {
        return (Annotation) Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> values.get(method.getName()));
    }
}
