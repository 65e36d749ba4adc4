package dev.equipoise.local.internal.loop;

import dev.equipoise.local.internal.checkpoint.CheckpointInfo;
import dev.equipoise.local.internal.checkpoint.Merit;
import dev.equipoise.local.internal.checkpoint.RunCheckpoints;
import dev.equipoise.local.internal.checkpoint.RunCheckpoints.Standing;
import dev.equipoise.local.internal.checkpoint.Saved;
import dev.equipoise.run.CheckpointSaved;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Saves the moving state to checkpoints, and returns to them; does nothing if the plan takes no checkpoints. */
record StateCheckpoints(MovingState moving, Optional<RunCheckpoints> checkpoints) {

    /** Takes one, unless the last was taken here. */
    void save(CheckpointSaved.Reason reason) {
        save(reason, Optional.empty());
    }

    /** The same of the best validation so far. */
    void save(CheckpointSaved.Reason reason, Optional<Merit> best) {
        Standing here = here();
        checkpoints.filter(to -> !to.taken(here)).ifPresent(to -> to.save(moving.snapshot(), here, reason, best));
    }

    /** Where there may be no memory for that either. */
    void saveStarved(StarvedException lack) {
        try {
            save(CheckpointSaved.Reason.MEMORY);
        } catch (RuntimeException | OutOfMemoryError e) {
            lack.addSuppressed(e);
        }
    }

    /** Takes the place of another experiment's: from then on a resume finds what fits its plan. */
    void saveAdopted(CheckpointInfo from) {
        checkpoints.ifPresent(to -> {
            to.save(moving.snapshot(), here(), CheckpointSaved.Reason.ACCEPTED, from.best());
            to.await();
        });
    }

    /** Asked at every step: it ends a run that bears no more failures. */
    boolean due() {
        return checkpoints.filter(to -> to.due(moving.ledger().steps())).isPresent();
    }

    /** Whether this is better than every checkpoint that was written. */
    boolean isBest(Merit merit) {
        return checkpoints.filter(to -> to.isBest(merit)).isPresent();
    }

    /** Whether all that would be saved here is finite, as what was saved is; if nothing is saved, the parameters. */
    boolean finite() {
        return checkpoints
                .map(to -> to.taken(here()) || moving.snapshot().finite())
                .orElseGet(moving::parametersFinite);
    }

    /** The newest checkpoint that the run may go back to. */
    Optional<Saved> lastGood() {
        return checkpoints.flatMap(from -> {
            try {
                return from.lastGood();
            } catch (IOException e) {
                throw new UncheckedIOException("the checkpoints cannot be read to roll back: " + e, e);
            }
        });
    }

    private Standing here() {
        RunProgress ledger = moving.ledger();
        return new Standing(
                ledger.steps(),
                ledger.epoch(),
                ledger.place(),
                moving.rollbacks().count(),
                ledger.seconds(),
                ledger.calm());
    }
}
