package dev.equipoise.local.checkpoint;

import dev.equipoise.local.checkpoint.RunCheckpoints.Standing;
import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.RunListener;
import java.util.Optional;

/**
 * The merit of the best checkpoint on disk. One that could not be written does not count, however good it was.
 */
final class BestOnDisk {

    private Optional<Merit> written = Optional.empty();
    private Optional<Mark> underway = Optional.empty();
    private Optional<Mark> lost = Optional.empty();

    private record Mark(Standing at, Merit merit) {}

    /** What was found on disk. */
    void is(Optional<Merit> found) {
        written = found;
        underway = Optional.empty();
        lost = Optional.empty();
    }

    /** Whether this is better, also than one that is being written. */
    boolean isBelow(Merit merit) {
        return underway.map(Mark::merit)
                .or(() -> written)
                .filter(highest -> highest.compareTo(merit) >= 0)
                .isEmpty();
    }

    /** One is taken here, after what came before was written; its mark, which may be that of one that failed here. */
    Optional<Merit> taken(Standing here, Optional<Merit> merit) {
        underway = merit.map(own -> new Mark(here, own))
                .or(() -> lost.filter(mark -> mark.at().sameAs(here)));
        return underway.map(Mark::merit);
    }

    RunListener heardBy(RunListener listener) {
        return new RunListener() {

            @Override
            public void checkpointSaved(CheckpointSaved event) {
                if (underway.isPresent()) {
                    is(underway.map(Mark::merit));
                }
                listener.checkpointSaved(event);
            }

            @Override
            public void checkpointFailed(CheckpointFailed event) {
                if (underway.isPresent()) {
                    lost = underway;
                }
                underway = Optional.empty();
                listener.checkpointFailed(event);
            }
        };
    }
}
