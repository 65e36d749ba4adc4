package dev.equipoise.local.internal.checkpoint;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which checkpoints are kept: the last ones, the best, the last that a failed run may go back to, and the first of every
 * six hours that the run has taken.
 *
 * @param last how many of the last
 */
public record Retention(int last) {

    private static final double SIX_HOURS = 6 * 3600;

    /**
     * Steps of those that are kept. Of two of the same step, the later counts alone.
     *
     * @param all that there are, in the order of their writing
     */
    Set<Long> kept(Collection<CheckpointInfo> all) {
        SortedMap<Long, CheckpointInfo> latest = new TreeMap<>();
        all.forEach(info -> latest.put(info.steps(), info));
        List<CheckpointInfo> ordered = List.copyOf(latest.values());
        Set<Long> kept = new HashSet<>();
        ordered.subList(Math.max(0, ordered.size() - last), ordered.size()).forEach(info -> kept.add(info.steps()));
        ordered.stream()
                .filter(info -> info.best().isPresent())
                .max(Comparator.comparing(info -> info.best().orElseThrow()))
                .ifPresent(best -> kept.add(best.steps()));
        ordered.stream()
                .filter(CheckpointInfo::good)
                .reduce((earlier, later) -> later)
                .ifPresent(good -> kept.add(good.steps()));
        long before = 0;
        for (CheckpointInfo info : ordered) {
            long sixHours = (long) (info.seconds() / SIX_HOURS);
            if (sixHours > before) {
                kept.add(info.steps());
                before = sixHours;
            }
        }
        return kept;
    }
}
