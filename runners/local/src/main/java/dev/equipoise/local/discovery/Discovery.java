package dev.equipoise.local.discovery;

import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.InvalidExperimentException;
import dev.equipoise.experiment.NearestName;
import dev.equipoise.experiment.Part;
import io.github.classgraph.ClassGraph;
import io.github.classgraph.ClassInfo;
import io.github.classgraph.ClassInfoList;
import io.github.classgraph.ScanResult;
import java.lang.annotation.Annotation;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The part annotations and the experiments of a class path, found by one scan that initialises no class. */
public final class Discovery {

    /** Libraries without parts or experiments: passing them over halves the time of a scan. */
    private static final String[] LIBRARIES = {
        "ai.djl", "ch.qos.logback", "com.fasterxml", "com.google", "com.sun", "io.github.classgraph", "io.micrometer",
        "io.prometheus", "jakarta", "javax", "kotlin", "me.tongfei", "nonapi.io.github.classgraph", "org.aopalliance",
        "org.apache", "org.jspecify", "org.junit", "org.slf4j", "org.snakeyaml", "org.yaml", "picocli"
    };

    private final ClassLoader loader;
    private final List<Class<? extends Annotation>> parts;
    private final SortedMap<String, Class<?>> experiments;

    private Discovery(
            ClassLoader loader, List<Class<? extends Annotation>> parts, SortedMap<String, Class<?>> experiments) {
        this.loader = loader;
        this.parts = List.copyOf(parts);
        this.experiments = Collections.unmodifiableSortedMap(experiments);
    }

    /**
     * Scans what this loader and its parents see.
     *
     * @throws InvalidExperimentException if experiments share a name or a class cannot be loaded
     */
    public static Discovery scan(ClassLoader loader) {
        ClassGraph graph = new ClassGraph()
                .overrideClassLoaders(loader)
                .enableAnnotationInfo()
                .disableRuntimeInvisibleAnnotations()
                .ignoreClassVisibility()
                .disableNestedJarScanning()
                .disableModuleScanning()
                .rejectPackages(LIBRARIES);
        List<String> problems = new ArrayList<>();
        List<Class<? extends Annotation>> parts = new ArrayList<>();
        SortedMap<String, Class<?>> experiments = new TreeMap<>();
        try (ScanResult found = graph.scan()) {
            for (ClassInfo info : directly(found, Part.class)) {
                loaded(info, loader, problems).forEach(type -> parts.add(type.asSubclass(Annotation.class)));
            }
            for (ClassInfo info : directly(found, Experiment.class)) {
                loaded(info, loader, problems).forEach(type -> add(info, type, experiments, problems));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidExperimentException("the class path", problems);
        }
        return new Discovery(loader, parts, experiments);
    }

    /** Scans the class path of this program and these jars and folders. */
    public static Discovery scan(List<Path> extra) {
        ClassLoader own = Discovery.class.getClassLoader();
        if (extra.isEmpty()) {
            return scan(own);
        }
        List<String> problems = extra.stream()
                .filter(path -> !Files.isReadable(path))
                .map(path -> "an entry of --classpath must be a readable jar or folder, got " + path)
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidExperimentException("the class path", problems);
        }
        return scan(new URLClassLoader(extra.stream().map(Discovery::url).toArray(URL[]::new), own));
    }

    /** The part annotations, by class name. */
    public List<Class<? extends Annotation>> parts() {
        return parts;
    }

    /** The experiments by name. */
    public SortedMap<String, Class<?>> experiments() {
        return experiments;
    }

    /**
     * The experiment of this name.
     *
     * @throws InvalidExperimentException if there is none; it tells the nearest name
     */
    public Class<?> experiment(String name) {
        Class<?> experiment = experiments.get(name);
        if (experiment == null) {
            throw new InvalidExperimentException(
                    name,
                    List.of("the name must be one of " + experiments.keySet()
                            + NearestName.hint(name, experiments.keySet())));
        }
        return experiment;
    }

    /** Sees every class that was found. */
    public ClassLoader loader() {
        return loader;
    }

    /** Classes that carry the annotation themselves; a composed annotation carries it only through another. */
    private static Collection<ClassInfo> directly(ScanResult found, Class<? extends Annotation> annotation) {
        ClassInfoList classes = found.getClassesWithAnnotation(annotation);
        return classes.directOnly();
    }

    private static List<Class<?>> loaded(ClassInfo info, ClassLoader loader, List<String> problems) {
        try {
            return List.of(Class.forName(info.getName(), false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            problems.add(info.getName() + " must be a class that can be loaded, got " + e + " (from "
                    + info.getClasspathElementURI() + ")");
            return List.of();
        }
    }

    private static void add(
            ClassInfo info, Class<?> type, SortedMap<String, Class<?>> experiments, List<String> problems) {
        String name = (String)
                info.getAnnotationInfo(Experiment.class).getParameterValues().getValue("name");
        Class<?> other = experiments.putIfAbsent(name, type);
        if (other != null) {
            problems.add("the name of an experiment must be unique, got '" + name + "' for " + other.getName() + " and "
                    + type.getName());
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("an entry of --classpath must have an address, got " + path, e);
        }
    }
}
