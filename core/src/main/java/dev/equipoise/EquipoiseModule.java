package dev.equipoise;

import com.google.inject.Binder;
import com.google.inject.multibindings.Multibinder;
import dev.equipoise.experiment.DefaultPart;
import dev.equipoise.run.RunListener;

/**
 * What a jar adds to every experiment; found by {@link java.util.ServiceLoader}. A jar that adds only parts needs
 * none: parts are found by their annotations.
 */
public interface EquipoiseModule {

    /** Bindings of the application, such as default parts. No engine is loaded here. */
    default void configureApplication(Binder binder) {}

    /** Bindings of one run: its listeners. The plan, its facts and its environment can be injected. */
    default void configureRun(Binder binder) {}

    /** The binder of default parts. */
    static Multibinder<DefaultPart> defaultParts(Binder binder) {
        return Multibinder.newSetBinder(binder, DefaultPart.class);
    }

    /** The binder of listeners. */
    static Multibinder<RunListener> listeners(Binder binder) {
        return Multibinder.newSetBinder(binder, RunListener.class);
    }
}
