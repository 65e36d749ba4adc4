package dev.equipoise.local.internal.loop;

import dev.equipoise.local.internal.checkpoint.CheckpointStore;
import dev.equipoise.local.internal.checkpoint.Differences;
import dev.equipoise.local.internal.checkpoint.Fingerprint;
import dev.equipoise.local.internal.checkpoint.RunCheckpoints;
import dev.equipoise.local.internal.checkpoint.Saved;
import dev.equipoise.run.IncompatibleResumeException;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Restores a training from the newest checkpoint on disk. */
public record Resumption(
        Fingerprint fingerprint, CheckpointStore store, Optional<RunCheckpoints> checkpoints, Training training) {

    private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

    @Inject
    public Resumption {}

    /**
     * Restores the newest complete checkpoint.
     *
     * @param accepted names of what may differ from it
     * @throws IncompatibleResumeException if no checkpoint is complete, or something else differs
     * @throws UncheckedIOException if the checkpoints cannot be read
     */
    public void goOn(Set<String> accepted) {
        try {
            Saved saved = store.newest(found -> restore(found, accepted))
                    .orElseThrow(() -> new IncompatibleResumeException(List.of("the run in " + store.run()
                            + " must have a complete checkpoint, but has none: run it again")));
            if (checkpoints.isPresent()) {
                checkpoints.get().goneTo(saved.info());
            }
            LOG.info("the run continues after {} steps", saved.info().steps());
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoints in " + store.run() + " cannot be read: " + e, e);
        }
    }

    private void restore(Saved saved, Set<String> accepted) {
        Differences differences = fingerprint.compare(saved.info().fingerprint());
        differences.require(accepted);
        List<String> machine = differences.ofMachine(accepted);
        if (!machine.isEmpty()) {
            LOG.warn(
                    "this machine differs, so the last bits may differ from those of an uninterrupted run: {}",
                    String.join("; ", machine));
        }
        if (differences.ofAnotherExperiment()) {
            training.adopt(saved);
        } else {
            training.restore(saved.snapshot());
        }
    }
}
