package dev.equipoise.engine;

import dev.equipoise.run.EngineName;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The libraries that an earlier process unpacked, held against the checksums of the archives that they came from. */
final class UnpackedLibraries {

    private static final Logger LOG = LoggerFactory.getLogger(UnpackedLibraries.class);

    private record Sum(long size, long crc) {}

    private final ClassLoader classes;

    UnpackedLibraries(ClassLoader classes) {
        this.classes = classes;
    }

    /** Deletes every folder of an engine that holds another file than its archive, so that it is unpacked again. */
    void verify(Path folder, EngineName engine) throws IOException {
        Path ofEngine = folder.resolve(engine.djlName().toLowerCase(Locale.ROOT));
        if (!Files.isDirectory(ofEngine)) {
            return;
        }
        Map<String, Set<Sum>> sums = sums(engine);
        try (Stream<Path> versions = Files.list(ofEngine)) {
            for (Path version : versions.filter(Files::isDirectory).toList()) {
                verify(version, sums);
            }
        }
    }

    private void verify(Path version, Map<String, Set<Sum>> sums) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(version)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            // DJL puts its own version before the name of its JNI library.
            Set<Sum> expected =
                    sums.getOrDefault(name, sums.getOrDefault(name.substring(name.indexOf('-') + 1), Set.of()));
            boolean known = !expected.isEmpty();
            if (known && (NativeFolder.danger(version).isPresent() || !expected.contains(of(file)))) {
                LOG.warn("{} differs from its archive; the libraries of {} are unpacked again", file, version);
                for (Path stale : files) {
                    Files.delete(stale);
                }
                Files.deleteIfExists(version);
                return;
            }
        }
    }

    private static Sum of(Path file) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                crc.update(buffer, 0, read);
            }
        }
        return new Sum(Files.size(file), crc.getValue());
    }

    /** Size and CRC-32 by file name, from the directories of the archives on the class path. */
    private Map<String, Set<Sum>> sums(EngineName engine) throws IOException {
        Map<String, Set<Sum>> sums = new HashMap<>();
        String properties = "native/lib/" + engine.djlName().toLowerCase(Locale.ROOT) + ".properties";
        for (String marker :
                new String[] {properties, "jnilib/" + engine.djlName().toLowerCase(Locale.ROOT) + ".properties"}) {
            for (URL url : Collections.list(classes.getResources(marker))) {
                if (url.openConnection() instanceof JarURLConnection connection) {
                    for (JarEntry entry :
                            Collections.list(connection.getJarFile().entries())) {
                        String name = entry.getName();
                        sums.computeIfAbsent(name.substring(name.lastIndexOf('/') + 1), file -> new HashSet<>())
                                .add(new Sum(entry.getSize(), entry.getCrc()));
                    }
                }
            }
        }
        return sums;
    }
}
