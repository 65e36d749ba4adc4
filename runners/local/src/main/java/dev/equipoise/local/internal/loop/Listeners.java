package dev.equipoise.local.internal.loop;

import dev.equipoise.run.EventRelay;
import dev.equipoise.run.RunListener;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes events on, in order. A listener that throws, whatever it throws, is told of once and hears nothing more but that
 * it is closed, since it may hold something; the run goes on.
 */
public final class Listeners extends EventRelay {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<RunListener> all;
    private List<RunListener> hearing;

    public Listeners(Collection<RunListener> listeners) {
        all = List.copyOf(listeners);
        hearing = all;
    }

    @Override
    public void closed() {
        hearing = all;
        super.closed();
    }

    @Override
    protected void relay(Consumer<RunListener> event) {
        for (RunListener listener : hearing) {
            try {
                event.accept(listener);
            } catch (RuntimeException | Error e) {
                hearing = hearing.stream().filter(other -> other != listener).toList();
                LOG.warn(
                        "{} failed and receives no more events of this run; training continues",
                        listener.getClass().getName(),
                        e);
            }
        }
    }
}
