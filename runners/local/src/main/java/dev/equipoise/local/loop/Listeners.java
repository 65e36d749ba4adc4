package dev.equipoise.local.loop;

import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.StepFinished;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes events on, in order. A listener that throws is told of once and hears nothing more; the run goes on. */
final class Listeners implements RunListener {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<RunListener> hearing;

    Listeners(Collection<RunListener> listeners) {
        hearing = new ArrayList<>(listeners);
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
    public void finished(RunFinished event) {
        tell(listener -> listener.finished(event));
    }

    @Override
    public void closed() {
        tell(RunListener::closed);
    }

    private void tell(Consumer<RunListener> event) {
        for (RunListener listener : List.copyOf(hearing)) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                hearing.remove(listener);
                LOG.warn(
                        "{} failed and hears no more of this run; training goes on",
                        listener.getClass().getName(),
                        e);
            }
        }
    }
}
