package dev.equipoise.app.internal.console;

import dev.equipoise.run.Invocation;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** Finds out how this process was called. */
public final class Invocations {

    /** The launcher says by it under which name it was called. */
    private static final String LAUNCHER = "EQUIPOISE_COMMAND";

    private static final String MAIN = "dev.equipoise.app.Main";

    private Invocations() {}

    /** The call of this process, which has these folders and jars beside its own class path. */
    public static Invocation here(List<Path> extra) {
        return of(System.getenv(), System.getProperties(), extra);
    }

    static Invocation of(Map<String, String> environment, Properties system, List<Path> extra) {
        List<String> words = new ArrayList<>();
        String launcher = environment.getOrDefault(LAUNCHER, "");
        if (launcher.isEmpty()) {
            words.addAll(java(system));
        } else {
            words.add(launcher);
        }
        if (!extra.isEmpty()) {
            words.add("--classpath");
            words.add(extra.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        }
        return new Invocation(words);
    }

    private static List<String> java(Properties system) {
        String classPath = system.getProperty("java.class.path", "");
        boolean jar = classPath.endsWith(".jar")
                && !classPath.contains(File.pathSeparator)
                && system.getProperty("sun.java.command", "").startsWith(classPath);
        return jar ? List.of("java", "-jar", classPath) : List.of("java", "-cp", classPath, MAIN);
    }
}
