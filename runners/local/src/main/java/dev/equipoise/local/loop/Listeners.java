package dev.equipoise.local.loop;

import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.RolledBack;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.StepFinished;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes events on, in order. A listener that throws is told of once and hears nothing more; the run goes on. */
final class Listeners implements RunListener {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private List<RunListener> hearing;

    Listeners(Collection<RunListener> listeners) {
        hearing = List.copyOf(listeners);
    }

    @Override
    public void started(RunStarted event) {
        tell(listener -> listener.started(event));
    }

    @Override
    public void stepFinished(StepFinished event) {
        tell(listener -> listener.stepFinished(event));
    }

    @Override
    public void epochFinished(EpochFinished event) {
        tell(listener -> listener.epochFinished(event));
    }

    @Override
    public void checkpointing() {
        tell(RunListener::checkpointing);
    }

    @Override
    public void checkpointSaved(CheckpointSaved event) {
        tell(listener -> listener.checkpointSaved(event));
    }

    @Override
    public void checkpointFailed(CheckpointFailed event) {
        tell(listener -> listener.checkpointFailed(event));
    }

    @Override
    public void rolledBack(RolledBack event) {
        tell(listener -> listener.rolledBack(event));
    }

    @Override
    public void finished(RunFinished event) {
        tell(listener -> listener.finished(event));
    }

    @Override
    public void closed() {
        tell(RunListener::closed);
    }

    private void tell(Consumer<RunListener> event) {
        for (RunListener listener : hearing) {
            try {
                event.accept(listener);
            } catch (RuntimeException | LinkageError | AssertionError e) {
                hearing = hearing.stream().filter(other -> other != listener).toList();
                LOG.warn(
                        "{} failed and hears no more of this run; training goes on",
                        listener.getClass().getName(),
                        e);
            }
        }
    }
}
