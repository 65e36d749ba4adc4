package dev.equipoise.plan;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The classes that an application can load: its own, and those of further folders and jars. */
public final class ClassPath {

    private ClassPath() {}

    /**
     * This loader, or a child of it that also loads classes from these folders and jars.
     *
     * @throws InvalidExperimentException with every entry that cannot be read
     */
    public static ClassLoader with(List<Path> extra, ClassLoader own) {
        List<String> problems = extra.stream()
                .filter(path -> !Files.isReadable(path))
                .map(path -> "an entry of --classpath must be a readable jar or folder, got " + path)
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidExperimentException("the class path", problems);
        }
        return extra.isEmpty()
                ? own
                : new URLClassLoader(extra.stream().map(ClassPath::url).toArray(URL[]::new), own);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("an entry of --classpath must have an address, got " + path, e);
        }
    }
}
