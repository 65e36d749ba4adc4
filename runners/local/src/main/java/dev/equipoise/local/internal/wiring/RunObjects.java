package dev.equipoise.local.internal.wiring;

import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import dev.equipoise.local.internal.loop.Listeners;
import dev.equipoise.local.internal.loop.Resumption;
import dev.equipoise.local.internal.loop.Run;
import dev.equipoise.local.internal.loop.Training;

/** The objects of one run. */
public final class RunObjects {

    private final Injector injector;

    RunObjects(Injector injector) {
        this.injector = injector;
        // A listener that cannot be made ends the run before it has a directory.
        get(Listeners.class);
    }

    /** Those of the run once it starts. */
    public RunObjects with(TrainingModule training) {
        return new RunObjects(injector.createChildInjector(training));
    }

    public Run run() {
        return get(Run.class);
    }

    public Training training() {
        return get(Training.class);
    }

    public Resumption resumption() {
        return get(Resumption.class);
    }

    private <T> T get(Class<T> type) {
        try {
            return injector.getInstance(type);
        } catch (ProvisionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
