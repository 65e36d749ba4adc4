package dev.equipoise.engine;

import dev.equipoise.run.EngineName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Finds an engine's native library as DJL will: the one that {@code <ENGINE>_LIBRARY_PATH} names, else the first for
 * this platform on the class path, each of which has a file {@code native/lib/<engine>.properties}.
 */
final class NativeLibraries {

    private final ClassLoader classes;
    private final Map<String, String> environment;
    private final String platform;

    NativeLibraries(ClassLoader classes, Map<String, String> environment, String platform) {
        this.classes = classes;
        this.environment = environment;
        this.platform = platform;
    }

    /** DJL's name of the platform that runs, such as "linux-x86_64". */
    static String platform(String os, String arch) {
        String name = os.toLowerCase(Locale.ROOT);
        String prefix = name.startsWith("win") ? "win" : name.startsWith("mac") ? "osx" : "linux";
        return prefix + "-" + (arch.equals("amd64") ? "x86_64" : arch);
    }

    Optional<NativeLibrary> of(EngineName engine) {
        String prefix = engine.djlName().toUpperCase(Locale.ROOT);
        String variable = prefix + "_LIBRARY_PATH";
        String folder = environment.get(variable);
        return folder == null
                ? onClassPath(engine)
                : Optional.of(new NativeLibrary(
                        environment.getOrDefault(prefix + "_VERSION", NativeLibrary.UNKNOWN),
                        environment.getOrDefault(prefix + "_FLAVOR", flavor(Path.of(folder))),
                        variable));
    }

    /** A libtorch for CUDA has a library of that name. */
    private static String flavor(Path folder) {
        return Files.exists(folder.resolve("libtorch_cuda.so"))
                ? "cuda"
                : Files.exists(folder.resolve("libtorch_cpu.so")) ? "cpu" : NativeLibrary.UNKNOWN;
    }

    private Optional<NativeLibrary> onClassPath(EngineName engine) {
        String file = "native/lib/" + engine.djlName().toLowerCase(Locale.ROOT) + ".properties";
        try {
            for (URL url : Collections.list(classes.getResources(file))) {
                Properties properties = new Properties();
                try (InputStream in = url.openStream()) {
                    properties.load(in);
                }
                String classifier = properties.getProperty("classifier", "");
                if (classifier.endsWith(platform)) {
                    String[] parts = classifier.split("-", 2);
                    String flavor = properties.getProperty(
                            "flavor", classifier.equals(platform) ? NativeLibrary.UNKNOWN : parts[0]);
                    return Optional.of(new NativeLibrary(properties.getProperty("version", "?"), flavor, "class path"));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + " from the class path", e);
        }
    }
}
