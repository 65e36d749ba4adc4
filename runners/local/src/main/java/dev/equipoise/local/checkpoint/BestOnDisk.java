package dev.equipoise.local.checkpoint;

import dev.equipoise.local.checkpoint.RunCheckpoints.Standing;
import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.RunListener;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How good the best checkpoint is that is on disk, by validation's {@code elboOptimalVariance} in nats. One that failed to
 * be written is none, however good it was.
 */
final class BestOnDisk {

    private OptionalDouble written = OptionalDouble.empty();
    private Optional<Mark> underway = Optional.empty();
    private Optional<Mark> lost = Optional.empty();

    private record Mark(Standing at, double validation) {}

    /** What was found on disk. */
    void is(OptionalDouble found) {
        written = found;
        underway = Optional.empty();
        lost = Optional.empty();
    }

    /** Whether this is better, also than one that is being written. */
    boolean isBelow(double validation) {
        double highest = underway.map(Mark::validation).orElse(written.orElse(Double.NEGATIVE_INFINITY));
        return Double.isFinite(validation) && validation > highest;
    }

    /** One is taken here, after what came before was written; its mark, which may be that of one that failed here. */
    OptionalDouble taken(Standing here, OptionalDouble validation) {
        underway = validation.isPresent()
                ? Optional.of(new Mark(here, validation.getAsDouble()))
                : lost.filter(mark -> mark.at().sameAs(here));
        return underway.isPresent() ? OptionalDouble.of(underway.get().validation()) : OptionalDouble.empty();
    }

    RunListener heardBy(RunListener listener) {
        return new RunListener() {

            @Override
            public void checkpointSaved(CheckpointSaved event) {
                if (underway.isPresent()) {
                    is(OptionalDouble.of(underway.get().validation()));
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
