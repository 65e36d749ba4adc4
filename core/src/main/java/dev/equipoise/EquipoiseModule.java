package dev.equipoise;

import com.google.inject.Binder;
import com.google.inject.multibindings.Multibinder;
import dev.equipoise.experiment.DefaultPart;
import dev.equipoise.run.RunListener;

/**
 * What a jar brings to every experiment; found by {@link java.util.ServiceLoader}. A jar that brings parts alone needs
 * none: parts are found by their annotations.
 */
public interface EquipoiseModule {

    /** Bindings of the application, such as default parts. No engine is loaded here. */
    default void configureApplication(Binder binder) {}

    /** Bindings of one run: its listeners. The plan, its facts and its environment can be injected. */
    default void configureRun(Binder binder) {}

    /** Where default parts are bound. */
    static Multibinder<DefaultPart> defaultParts(Binder binder) {
        return Multibinder.newSetBinder(binder, DefaultPart.class);
    }

    /** Where listeners are bound. */
    static Multibinder<RunListener> listeners(Binder binder) {
        return Multibinder.newSetBinder(binder, RunListener.class);
    }
}
