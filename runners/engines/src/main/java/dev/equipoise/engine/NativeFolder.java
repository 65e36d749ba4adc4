package dev.equipoise.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder that native libraries are unpacked into and loaded from: {@code DJL_CACHE_DIR} if it is set, else
 * {@code .djl.ai} in the user's home, else a folder of this process alone. No other user may be able to write to it, since
 * what lies there runs with this user's rights.
 *
 * @param path the folder, which may not exist yet
 * @param temporary whether it is of this process alone and goes when that ends
 */
record NativeFolder(Path path, boolean temporary) {

    /** What DJL and JNA unpack into. */
    private static final List<String> WITHIN = List.of("mxnet", "pytorch", "jna");

    private static final Set<PosixFilePermission> OF_OWNER = PosixFilePermissions.fromString("rwx------");

    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /** The folder for these settings; one of the process is made. */
    static NativeFolder choose(Map<String, String> environment, String home) {
        String variable = setting(environment);
        String given = environment.getOrDefault(variable, System.getProperty(variable, ""));
        if (!given.isEmpty()) {
            Path folder = real(Path.of(given).toAbsolutePath());
            requireSafe(variable, folder, dangerWithin(folder));
            return new NativeFolder(folder, false);
        }
        Path own = real(Path.of(home));
        Path folder = own.resolve(".djl.ai");
        return own.isAbsolute() && writable(own, folder) && dangerWithin(folder).isEmpty()
                ? new NativeFolder(folder, false)
                : ofThisProcess();
    }

    /** The variable that names the folder; DJL lets the first of them win. */
    static String setting(Map<String, String> environment) {
        String first = "ENGINE_CACHE_DIR";
        return environment.getOrDefault(first, System.getProperty(first, "")).isEmpty() ? "DJL_CACHE_DIR" : first;
    }

    /** Refuses a folder that JNA is told to unpack into if others can write there. */
    static void requireSafeForJna(Path folder) {
        Path real = real(folder.toAbsolutePath());
        requireSafe("jna.tmpdir", real, danger(real));
    }

    private static void requireSafe(String setting, Path folder, Optional<String> found) {
        found.ifPresent(danger -> {
            throw new IllegalStateException("native libraries must be in a folder that no other user can write to, got "
                    + setting + " = " + folder + ": " + danger + "; set " + setting + " to a folder of your own");
        });
    }

    /** What a link leads to now, so that nobody can lead it elsewhere after it was looked at. */
    private static Path real(Path folder) {
        try {
            return Files.exists(folder) ? folder.toRealPath() : folder;
        } catch (IOException e) {
            return folder;
        }
    }

    private static boolean writable(Path home, Path folder) {
        return Files.isDirectory(folder) ? Files.isWritable(folder) : Files.isWritable(home);
    }

    private static NativeFolder ofThisProcess() {
        try {
            // Made with rights for its owner alone.
            Path folder = Files.createTempDirectory("equipoise-natives-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "delete native libraries"));
            return new NativeFolder(folder, true);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "native libraries need a folder, but it cannot be created among the temporary files: "
                            + e.getMessage() + "; set DJL_CACHE_DIR to a writable folder",
                    e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // What cannot be deleted is left to whoever cleans temporary files.
        }
    }

    /** The same of the folder and of those within it that libraries are loaded from, which are made if they are missing. */
    private static Optional<String> dangerWithin(Path folder) {
        return Stream.concat(Stream.of(folder), WITHIN.stream().map(folder::resolve))
                .flatMap(path -> {
                    make(path, folder);
                    return danger(path).stream();
                })
                .findFirst();
    }

    /** A lack of space or rights is reported by whoever unpacks. */
    private static void make(Path path, Path folder) {
        try {
            if (!path.equals(folder)
                    && FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectories(folder);
                Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OF_OWNER));
            }
        } catch (IOException e) {
            // It is there, or cannot be made.
        }
    }

    /** Who else could put a library there; empty if nobody can, and on systems without POSIX rights. */
    static Optional<String> danger(Path folder) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return Optional.empty();
        }
        try {
            String user = me();
            for (Path path = existing(folder); path != null; path = path.getParent()) {
                Optional<String> danger = dangerOf(path, user);
                if (danger.isPresent()) {
                    return danger;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("its permissions cannot be read: " + e.getMessage());
        }
    }

    private static String me() throws IOException {
        Path probe = Files.createTempFile("equipoise", ".owner");
        try {
            return Files.getOwner(probe).getName();
        } finally {
            Files.delete(probe);
        }
    }

    private static Path existing(Path folder) throws IOException {
        Path path = folder.toAbsolutePath();
        for (Path parent = path.getParent(); !Files.exists(path) && parent != null; parent = path.getParent()) {
            path = parent;
        }
        return path.toRealPath();
    }

    /** In a folder with the sticky bit, such as /tmp, nobody can move what belongs to another. */
    private static Optional<String> dangerOf(Path path, String user) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        String owner = attributes.owner().getName();
        if (!owner.equals(user) && !owner.equals("root")) {
            return Optional.of(path + " belongs to " + owner);
        }
        boolean shared = attributes.permissions().stream().anyMatch(OF_OTHERS::contains);
        return shared && !sticky(path) ? Optional.of("other users can write to " + path) : Optional.empty();
    }

    private static boolean sticky(Path path) throws IOException {
        return ((Integer) Files.getAttribute(path, "unix:mode") & 01000) != 0;
    }
}
