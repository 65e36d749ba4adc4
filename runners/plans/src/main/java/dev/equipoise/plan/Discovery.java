package dev.equipoise.plan;

import dev.equipoise.experiment.Experiment;
import dev.equipoise.part.Part;
import io.github.classgraph.ClassGraph;
import io.github.classgraph.ClassInfo;
import io.github.classgraph.ClassInfoList;
import io.github.classgraph.ScanResult;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** The part annotations and the experiments of a class path, found by one scan that initialises no class. */
public final class Discovery {

    /** Large jars without parts or experiments, which a scan need not open: by name and version, as users name others. */
    private static final Pattern JARS = Pattern.compile(
            "(?:.*[/\\\\])?(?:archunit|asm|assertj-core|byte-buddy|classgraph|ejml-(?:core|ddense)|guava|guice"
                    + "|jackson-(?:annotations|core|databind|dataformat-yaml|datatype-jdk8)|jna"
                    + "|logback-(?:classic|core)|micrometer-(?:commons|core|observation|registry-prometheus)"
                    + "|mxnet-engine|mxnet-native-\\w+|picocli|pytorch-engine|pytorch-jni|pytorch-native-\\w+|xchart)-\\d[^/\\\\]*\\.jar");

    /** Packages of libraries, in whatever jars they are. Users have packages of their own below com.google and org.apache. */
    private static final List<String> LIBRARIES = List.of(
            "ai.djl",
            "ch.qos.logback",
            "com.fasterxml.jackson",
            "com.google.common",
            "com.google.errorprone",
            "com.google.gson",
            "com.google.inject",
            "com.google.j2objc",
            "com.google.thirdparty",
            "com.sun.jna",
            "io.github.classgraph",
            "io.micrometer",
            "io.prometheus",
            "jakarta",
            "javax",
            "kotlin",
            "nonapi.io.github.classgraph",
            "org.aopalliance",
            "org.apache.commons",
            "org.jspecify",
            "org.junit",
            "org.objectweb.asm",
            "org.slf4j",
            "org.snakeyaml",
            "org.yaml",
            "picocli");

    private final List<Class<? extends Annotation>> parts;
    private final List<Class<?>> experiments;

    private Discovery(List<Class<? extends Annotation>> parts, List<Class<?>> experiments) {
        this.parts = List.copyOf(parts);
        this.experiments = List.copyOf(experiments);
    }

    /**
     * Scans the class paths of this loader and its parents.
     *
     * @throws InvalidExperimentException with every class that cannot be loaded
     */
    public static Discovery scan(ClassLoader loader) {
        ClassGraph graph = new ClassGraph()
                .overrideClassLoaders(loader)
                .enableAnnotationInfo()
                .disableRuntimeInvisibleAnnotations()
                .ignoreClassVisibility()
                .disableNestedJarScanning()
                .disableModuleScanning()
                .filterClasspathElements(element -> !JARS.matcher(element).matches())
                .rejectPackages(LIBRARIES.toArray(String[]::new));
        List<String> problems = new ArrayList<>();
        List<Class<? extends Annotation>> parts = new ArrayList<>();
        List<Class<?>> experiments = new ArrayList<>();
        try (ScanResult found = graph.scan()) {
            for (ClassInfo info : directly(found, Part.class)) {
                loaded(info, loader, problems).forEach(type -> parts.add(type.asSubclass(Annotation.class)));
            }
            for (ClassInfo info : directly(found, Experiment.class)) {
                experiments.addAll(loaded(info, loader, problems));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidExperimentException("the class path", problems);
        }
        return new Discovery(parts, experiments);
    }

    /** The part annotations, by class name. */
    public List<Class<? extends Annotation>> parts() {
        return parts;
    }

    /** The experiment classes, by class name. Two classes can have the same experiment name. */
    public List<Class<?>> experiments() {
        return experiments;
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
}
