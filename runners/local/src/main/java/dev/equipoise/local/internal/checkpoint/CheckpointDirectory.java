package dev.equipoise.local.internal.checkpoint;

import dev.equipoise.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names in a run's directory of checkpoints, and what is moved and deleted there: {@code step-<steps>}, of a second
 * one of the same step {@code step-<steps>-1}; what is being written or deleted has a name that nobody reads.
 *
 * @param path of the directory
 */
record CheckpointDirectory(Disk disk, Path path) {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointDirectory.class);
    private static final Pattern NAME = Pattern.compile("step-(\\d{10,18})(?:-(\\d{1,9}))?");
    private static final String HALF = ".tmp-";
    private static final String TRASH = ".trash-";

    /**
     * A checkpoint's name.
     *
     * @param again how often its step was written before
     */
    record Place(Path path, long steps, int again) {}

    /** What bears a checkpoint's name, whole or not, the newest last. */
    List<Place> places() throws IOException {
        List<Place> places = new ArrayList<>();
        for (Path entry : disk.list(path)) {
            Matcher name = NAME.matcher(entry.getFileName().toString());
            if (name.matches()) {
                int again = name.group(2) == null ? 0 : Integer.parseInt(name.group(2));
                places.add(new Place(entry, Long.parseLong(name.group(1)), again));
            }
        }
        places.sort(Comparator.comparingLong(Place::steps).thenComparingInt(Place::again));
        return places;
    }

    /** Where one is written before it gets its name. */
    Path half(long steps) {
        return path.resolve(HALF + steps + "-" + ProcessHandle.current().pid() + "-" + nonce());
    }

    private static String nonce() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    /** After every other of the same step, though the first may be gone. */
    Path nextName(long steps) throws IOException {
        String name = String.format(Locale.ROOT, "step-%010d", steps);
        OptionalInt last = places().stream()
                .filter(place -> place.steps() == steps)
                .mapToInt(Place::again)
                .max();
        return path.resolve(last.isPresent() ? name + "-" + (last.getAsInt() + 1) : name);
    }

    /** Puts one that is corrupt aside under another name, and tells of it. */
    void quarantine(Path place, CorruptCheckpointException cause) throws IOException {
        Path aside = free(place.resolveSibling(place.getFileName() + ".corrupt"));
        disk.move(place, aside);
        LOG.warn(
                "the checkpoint {} is corrupt and was renamed to {}: {}",
                place.getFileName(),
                aside.getFileName(),
                cause.getMessage());
    }

    private Path free(Path wanted) throws IOException {
        Path free = wanted;
        for (int i = 2; disk.exists(free); i++) {
            free = wanted.resolveSibling(wanted.getFileName() + "." + i);
        }
        return free;
    }

    /** Under another name first, so that no checkpoint is ever seen with a part of its files. */
    void throwAway(Path checkpoint) throws IOException {
        Path trash = path.resolve(TRASH + checkpoint.getFileName() + "-" + nonce());
        disk.move(checkpoint, trash);
        discard(trash);
    }

    /** What stays is in nobody's way; the next resume tries again. */
    private void discard(Path left) {
        try {
            deleteWhole(left);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted: {}", left.getFileName(), e.toString());
        }
    }

    void deleteWhole(Path checkpoint) throws IOException {
        for (Path file : disk.list(checkpoint)) {
            disk.delete(file);
        }
        disk.delete(checkpoint);
    }

    /** Deletes what a process left half written or half deleted. */
    void sweep() throws IOException {
        for (Path left : disk.list(path)) {
            String name = left.getFileName().toString();
            if (name.startsWith(HALF) || name.startsWith(TRASH)) {
                discard(left);
            }
        }
    }
}
