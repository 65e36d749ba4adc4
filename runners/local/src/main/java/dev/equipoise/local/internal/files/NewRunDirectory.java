package dev.equipoise.local.internal.files;

import dev.equipoise.disk.Disk;
import dev.equipoise.plan.ExperimentName;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the directory of a run, {@code <runs>/<experiment>/<yyyyMMdd-HHmmss>-<id>}, with the clock's local time and an
 * id of four random characters of base 36. Its name is the run's id: two runs never share one.
 */
public final class NewRunDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(NewRunDirectory.class);
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
    private static final int BASE = 36;
    private static final int IDS = BASE * BASE * BASE * BASE;
    private static final int ATTEMPTS = 1000;

    private final Clock clock;
    private final Disk disk;
    private final Supplier<String> ids;

    @Inject
    public NewRunDirectory(Clock clock, Disk disk) {
        this(clock, disk, randomIds());
    }

    NewRunDirectory(Clock clock, Disk disk, Supplier<String> ids) {
        this.disk = disk;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Makes a new directory for a run of this experiment.
     *
     * @throws IllegalArgumentException if the name is none for a directory on every system
     * @throws UncheckedIOException if the directory cannot be made
     */
    public Path create(Path runs, String experiment) {
        try {
            Path name = createNew(parent(runs, experiment));
            forceNames(runs, experiment);
            return runs.resolve(experiment).resolve(name);
        } catch (IOException e) {
            throw failure(runs, e);
        }
    }

    /** So that a loss of power does not lose the directory with all that was forced in it. */
    private void forceNames(Path runs, String experiment) {
        try {
            disk.force(runs.resolve(experiment));
            disk.force(runs);
        } catch (IOException e) {
            LOG.warn("the name of the run's directory cannot be forced to the disk: {}", e.toString());
        }
    }

    /**
     * Makes what the directories of this experiment's runs lie in, so that a run that could not be written fails before
     * an engine starts.
     *
     * @throws IllegalArgumentException if the name is none for a directory on every system
     * @throws UncheckedIOException if it cannot be made
     */
    public void prepare(Path runs, String experiment) {
        try {
            parent(runs, experiment);
        } catch (IOException e) {
            throw failure(runs, e);
        }
    }

    private Path parent(Path runs, String experiment) throws IOException {
        ExperimentName.violated(experiment).ifPresent(violation -> {
            throw new IllegalArgumentException("the experiment's name " + violation + ", got " + quoted(experiment));
        });
        Path real = directory(runs).toRealPath();
        Path parent = directory(real.resolve(experiment));
        if (!parent.toRealPath().startsWith(real)) {
            throw new IOException(parent + " must lie in " + real + ", got a link to " + parent.toRealPath());
        }
        return parent;
    }

    private static UncheckedIOException failure(Path runs, IOException e) {
        return new UncheckedIOException(
                "the run's directory cannot be made in " + runs + ": " + e + "; choose another folder with --runs", e);
    }

    private Path directory(Path path) throws IOException {
        disk.createDirectories(path);
        return path;
    }

    private Path createNew(Path parent) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Path name = Path.of(TIMESTAMP.format(LocalDateTime.now(clock)) + "-" + ids.get());
            try {
                disk.createDirectory(parent.resolve(name));
                return name;
            } catch (FileAlreadyExistsException taken) {
                // Another run began in the same second and drew the same id.
            }
        }
        throw new IOException("no free name in " + parent + " after " + ATTEMPTS + " attempts");
    }

    private static Supplier<String> randomIds() {
        SecureRandom random = new SecureRandom();
        return () -> {
            String id = Integer.toString(random.nextInt(IDS), BASE);
            return "0".repeat(4 - id.length()) + id;
        };
    }

    private static String quoted(String name) {
        String shown = name.length() <= 80 ? name : name.substring(0, 80) + "…";
        return "'" + Lines.escape(shown) + "'";
    }
}
