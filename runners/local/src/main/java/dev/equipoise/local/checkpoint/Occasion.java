package dev.equipoise.local.checkpoint;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * When and why a checkpoint is taken.
 *
 * @param run the run's id
 * @param steps updates made
 * @param epoch that is trained, counted from 0
 * @param place of the next batch in it, counted from 0
 * @param rollbacks so far, with any of which the run is not that of its plan
 * @param parent updates of the checkpoint on disk from which the run came here; empty for the first
 * @param reason "start", "interval", "best", "terminated", "memory", "accepted" or "end"
 * @param seconds that the run has taken so far, resumed ones included; no clock's time, so that no clock moves it
 * @param good whether a run that failed later may go back to it: all is finite, the loss is no spike, and the
 *     uninterrupted run has it too
 * @param best its merit, if it was the best so far
 * @param fingerprint what a resume must find again, by name
 */
public record Occasion(
        String run,
        long steps,
        int epoch,
        int place,
        int rollbacks,
        OptionalLong parent,
        String reason,
        double seconds,
        boolean good,
        Optional<Merit> best,
        Map<String, String> fingerprint) {

    /** The reason of the first checkpoint of what an accepted change has made another experiment. */
    public static final String ACCEPTED = "accepted";

    private static final Set<String> INTERRUPTIONS = Set.of("terminated", "memory");

    /** Whether a checkpoint of this reason is one that the uninterrupted run does not take. */
    static boolean interruption(String reason) {
        return INTERRUPTIONS.contains(reason);
    }
}
