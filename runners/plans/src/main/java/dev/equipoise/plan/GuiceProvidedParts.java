package dev.equipoise.plan;

import com.google.inject.Binder;
import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Provides;
import com.google.inject.ProvisionException;
import com.google.inject.TypeLiteral;
import com.google.inject.spi.Dependency;
import com.google.inject.spi.InjectionPoint;
import com.google.inject.spi.Message;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The parts that an experiment makes by its own {@link Provides} methods, static or not, of any visibility. Their
 * parameters are injected: {@link Facts}, results of its other methods, and what the application binds.
 */
final class GuiceProvidedParts implements ProvidedParts {

    private final Injector application;

    @Inject
    public GuiceProvidedParts(Injector application) {
        this.application = application;
    }

    @Override
    public List<Provided> of(Class<?> experiment) {
        List<Method> declared = Arrays.stream(experiment.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Provides.class) && !method.isSynthetic())
                .sorted(Comparator.comparing(Method::getName))
                .toList();
        if (declared.isEmpty()) {
            return List.of();
        }
        Optional<Object> instance = declared.stream().allMatch(method -> Modifier.isStatic(method.getModifiers()))
                ? Optional.empty()
                : Optional.of(instance(experiment));
        List<Source> sources = read(declared, experiment, instance);
        Set<Key<?>> needed =
                sources.stream().flatMap(source -> source.parameters().stream()).collect(Collectors.toSet());
        return sources.stream()
                .map(source -> new Provided(
                        source.method().getName(),
                        source.method().getReturnType(),
                        facts -> source.call(injector(sources, needed, facts))))
                .filter(provided ->
                        provided.isPart() || sources.stream().noneMatch(source -> source.helps(provided, needed)))
                .toList();
    }

    /** One method with the keys of its result and parameters. */
    private record Source(Method method, Optional<Object> instance, Key<?> result, List<Key<?>> parameters) {

        boolean helps(Provided provided, Set<Key<?>> needed) {
            return method.getName().equals(provided.method()) && needed.contains(result);
        }

        Object call(Injector injector) {
            try {
                Object[] arguments =
                        parameters.stream().map(injector::getInstance).toArray();
                method.setAccessible(true);
                return method.invoke(instance.orElse(null), arguments);
            } catch (ConfigurationException e) {
                throw new InvalidPartException(sentences("its parameters must be bound", e.getErrorMessages()));
            } catch (InvocationTargetException | ProvisionException e) {
                throw failure(e);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static List<Source> read(List<Method> methods, Class<?> experiment, Optional<Object> instance) {
        List<String> problems = new ArrayList<>();
        List<Source> sources = new ArrayList<>();
        TypeLiteral<?> type = TypeLiteral.get(experiment);
        for (Method method : methods) {
            String place = "method " + method.getName() + " of " + experiment.getSimpleName();
            if (method.getReturnType() == void.class) {
                problems.add(place + " must return a part, got void");
                continue;
            }
            try {
                sources.add(new Source(
                        method,
                        Modifier.isStatic(method.getModifiers()) ? Optional.empty() : instance,
                        Key.get(type.getReturnType(method)),
                        InjectionPoint.forMethod(method, type).getDependencies().stream()
                                .sorted(Comparator.comparingInt(Dependency::getParameterIndex))
                                .<Key<?>>map(Dependency::getKey)
                                .toList()));
            } catch (ConfigurationException e) {
                problems.addAll(sentences(place + " must have parameters that can be injected", e.getErrorMessages()));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidPartException(problems);
        }
        return sources;
    }

    private Injector injector(List<Source> sources, Set<Key<?>> needed, Facts facts) {
        try {
            return application.createChildInjector(binder -> {
                binder.bind(Facts.class).toInstance(facts);
                sources.stream()
                        .filter(source -> needed.contains(source.result()))
                        .forEach(source -> bind(binder, source.result(), source));
            });
        } catch (CreationException e) {
            throw new InvalidPartException(sentences("its parameters must be bound once", e.getErrorMessages()));
        }
    }

    @SuppressWarnings("unchecked") // the key is the method's own result type
    private static <T> void bind(Binder binder, Key<T> key, Source source) {
        com.google.inject.Provider<Injector> injector = binder.getProvider(Injector.class);
        binder.bind(key).toProvider(() -> (T) source.call(injector.get()));
    }

    private Object instance(Class<?> experiment) {
        String rule = experiment.getName() + " must be a class that can be constructed, because it has @Provides"
                + " methods that are not static";
        if (Modifier.isAbstract(experiment.getModifiers())) {
            throw new InvalidPartException(rule + ", got an abstract one");
        }
        try {
            return application
                    .createChildInjector(binder -> bindConstructor(binder, experiment))
                    .getInstance(experiment);
        } catch (ConfigurationException e) {
            throw new InvalidPartException(sentences(rule, e.getErrorMessages()));
        } catch (CreationException e) {
            throw new InvalidPartException(sentences(rule, e.getErrorMessages()));
        } catch (ProvisionException e) {
            throw new InvalidPartException(
                    rule + ", but its constructor failed: " + (e.getCause() == null ? e : e.getCause()));
        }
    }

    @SuppressWarnings("unchecked") // the injection point is of a constructor of this type
    private static <T> void bindConstructor(Binder binder, Class<T> type) {
        binder.bind(type).toConstructor((Constructor<T>)
                InjectionPoint.forConstructorOf(type).getMember());
    }

    /** What the method threw itself, so that the reader can tell a refusal from a fault. */
    private static RuntimeException failure(Exception e) {
        Throwable cause = e;
        while ((cause instanceof InvocationTargetException || cause instanceof ProvisionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof RuntimeException known
                ? known
                : new InvalidPartException("the method must not fail, but threw " + cause);
    }

    private static List<String> sentences(String rule, Collection<Message> messages) {
        return messages.stream()
                .map(message -> rule + ": " + message.getMessage())
                .toList();
    }
}
