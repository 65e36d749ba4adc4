package dev.equipoise.local.internal.checkpoint;

import dev.equipoise.disk.Disk;
import dev.equipoise.local.internal.checkpoint.CheckpointDirectory.Place;
import dev.equipoise.run.IncompatibleResumeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one run, in the directory {@code checkpoints}. Each is a directory {@code step-<steps>}, which gets
 * that name only when all of it is on disk; the newest is the one with the most steps whose checksums hold. No file says
 * which it is, so none can be torn. A second one of the same step is {@code step-<steps>-1}, a third
 * {@code step-<steps>-2}; each replaces the one before it.
 */
public final class CheckpointStore {

    /** The directory of checkpoints within a run's. */
    public static final String DIRECTORY = "checkpoints";

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
    /** What must be free, in checkpoints. */
    private static final double SPACE = 1.2;
    /** How often at most, while another process deletes what is looked at. */
    private static final int LOOKS = 10;

    private final Disk disk;
    private final Path run;
    private final CheckpointDirectory directory;
    private final Retention retention;
    private final Supplier<Optional<String>> displaced;
    private final Clock clock;
    private final String software;
    private boolean named;
    private long bytesOfLast;

    /**
     * @param run directory of the run
     * @param clock for the times that people read; nothing depends on them
     * @param software that writes, with its version
     */
    public CheckpointStore(Disk disk, Path run, Retention retention, Clock clock, String software) {
        this(disk, run, retention, clock, software, Optional::empty);
    }

    /**
     * The same of a run that may be displaced.
     *
     * @param displaced why what is written would not reach the run; empty if it would
     */
    public CheckpointStore(
            Disk disk,
            Path run,
            Retention retention,
            Clock clock,
            String software,
            Supplier<Optional<String>> displaced) {
        this.displaced = displaced;
        this.disk = disk;
        this.run = run;
        directory = new CheckpointDirectory(disk, run.resolve(DIRECTORY));
        this.retention = retention;
        this.clock = clock;
        this.software = software;
    }

    /** The directory of the run. */
    public Path run() {
        return run;
    }

    /**
     * Writes a checkpoint and then deletes those that are no longer kept, an earlier one of the same step too; the number
     * of bytes written.
     */
    public long write(Snapshot snapshot, CheckpointInfo info) throws IOException {
        Optional<String> lost = displaced.get();
        if (lost.isPresent()) {
            throw new IOException(lost.get());
        }
        if (!named) {
            disk.createDirectories(directory.path());
            disk.force(run);
            named = true;
        }
        requireSpace(snapshot);
        Path half = directory.half(info.steps());
        long bytes;
        try {
            disk.createDirectories(half);
            String at = clock.instant().toString();
            bytes = CheckpointWriting.write(disk, half, snapshot, info, software, at);
            disk.force(half);
            disk.move(half, directory.nextName(info.steps()));
            disk.force(directory.path());
        } catch (IOException | RuntimeException e) {
            try {
                directory.deleteWhole(half);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        retain();
        bytesOfLast = bytes;
        return bytes;
    }

    /** A disk that is nearly full is left what the run's other files still need. */
    private void requireSpace(Snapshot snapshot) throws IOException {
        long needed = (long) (SPACE * Math.max(snapshot.bytes(), bytesOfLast));
        long free = disk.usableSpace(directory.path());
        if (free < needed) {
            throw new IOException("No space left on device: a checkpoint needs " + needed + " free bytes, got " + free);
        }
    }

    /**
     * The newest checkpoint that is whole, for the holder of the run's lock who goes on from it. Corrupt ones after it get
     * another name and are told of, and what a process left half done is swept away. Here and below, one that cannot be
     * read is told of and passed over.
     *
     * @param restoring goes on from it; if it throws, nothing was changed
     * @throws IOException if the directory cannot be listed, or none is whole and one of them cannot be read
     */
    public Optional<Saved> newest(Consumer<Saved> restoring) throws IOException {
        Map<Path, CorruptCheckpointException> corrupt = new LinkedHashMap<>();
        Optional<Saved> newest = search(info -> true, corrupt::put);
        if (newest.isPresent()) {
            restoring.accept(newest.get());
            directory.sweep();
            for (Map.Entry<Path, CorruptCheckpointException> found : corrupt.entrySet()) {
                directory.quarantine(found.getKey(), found.getValue());
            }
        } else {
            corrupt.forEach((path, cause) -> LOG.warn("the checkpoint {} is corrupt: {}", path, cause.getMessage()));
        }
        return newest;
    }

    /** The newest to which a failed run may go back; those after it are deleted, since their steps are taken anew. */
    public Optional<Saved> backToGood() throws IOException {
        Optional<Saved> good = search(CheckpointInfo::good, directory::quarantine);
        if (good.isPresent()) {
            for (Place place : directory.places()) {
                if (place.steps() > good.get().info().steps()) {
                    directory.throwAway(place.path());
                }
            }
        }
        return good;
    }

    /** The newest for one who does not hold the run's lock: a corrupt one is passed over and left as it is. */
    public Optional<Saved> peekNewest() throws IOException {
        return peek(() -> search(info -> true, (path, cause) -> {}));
    }

    /** The one with the best validation so far, for one who does not hold the run's lock. */
    public Optional<Saved> peekBest() throws IOException {
        return peek(() -> {
            Optional<Merit> best = best();
            return search(info -> info.best().isPresent() && info.best().equals(best), (path, cause) -> {});
        });
    }

    /** What is deleted meanwhile has given way to a later one: then all is looked at anew. */
    private Optional<Saved> peek(Look look) throws IOException {
        for (int looks = 1; ; looks++) {
            List<Place> before = directory.places();
            Optional<Saved> found = look.find();
            if (looks == LOOKS || directory.places().containsAll(before)) {
                return found;
            }
        }
    }

    /** The highest merit of those that have one. */
    Optional<Merit> best() throws IOException {
        return infos((path, cause) -> {}).values().stream()
                .flatMap(info -> info.best().stream())
                .max(Comparator.naturalOrder());
    }

    private Optional<Saved> search(Predicate<CheckpointInfo> wanted, Corrupt corrupt) throws IOException {
        List<Place> places = directory.places();
        List<IOException> failures = new ArrayList<>();
        for (int i = places.size() - 1; i >= 0; i--) {
            Path path = places.get(i).path();
            try {
                if (wanted.test(CheckpointReading.info(disk, path))) {
                    return Optional.of(CheckpointReading.read(disk, path));
                }
            } catch (CorruptCheckpointException e) {
                corrupt.found(path, e);
            } catch (IOException e) {
                passOver(path, e);
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return Optional.empty();
    }

    /** It keeps its name: what cannot be read now may be readable later. */
    private static void passOver(Path checkpoint, IOException cause) {
        LOG.warn("the checkpoint {} cannot be read and is skipped: {}", checkpoint.getFileName(), cause.toString());
    }

    @FunctionalInterface
    private interface Look {
        Optional<Saved> find() throws IOException;
    }

    @FunctionalInterface
    private interface Corrupt {
        void found(Path path, CorruptCheckpointException cause) throws IOException;
    }

    /** Of those that can be read, in the order of their writing. */
    private Map<Place, CheckpointInfo> infos(Corrupt corrupt) throws IOException {
        Map<Place, CheckpointInfo> infos = new LinkedHashMap<>();
        for (Place place : directory.places()) {
            try {
                infos.put(place, CheckpointReading.info(disk, place.path()));
            } catch (CorruptCheckpointException e) {
                corrupt.found(place.path(), e);
            } catch (IOException e) {
                passOver(place.path(), e);
            }
        }
        return infos;
    }

    /** Only what can be read is ever deleted. A failure loses nothing; the next write tries again. */
    private void retain() {
        try {
            Map<Place, CheckpointInfo> infos = infos(directory::quarantine);
            Set<Long> kept = retention.kept(infos.values());
            List<Place> places = List.copyOf(infos.keySet());
            for (int i = 0; i < places.size(); i++) {
                long steps = places.get(i).steps();
                boolean superseded = i + 1 < places.size() && places.get(i + 1).steps() == steps;
                if (superseded || !kept.contains(steps)) {
                    directory.throwAway(places.get(i).path());
                }
            }
        } catch (IOException | IncompatibleResumeException e) {
            LOG.warn("the older checkpoints are not deleted: {}", e.toString());
        }
    }
}
