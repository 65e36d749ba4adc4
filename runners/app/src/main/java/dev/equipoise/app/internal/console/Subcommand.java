package dev.equipoise.app.internal.console;

import com.google.inject.Binder;
import com.google.inject.multibindings.Multibinder;
import java.util.concurrent.Callable;

/**
 * A command of the command line: a class annotated with picocli's {@code @Command}, made by the application's injector,
 * whose call returns the exit code.
 */
public interface Subcommand extends Callable<Integer> {

    /** Where a module binds its commands. */
    static Multibinder<Subcommand> commands(Binder binder) {
        return Multibinder.newSetBinder(binder, Subcommand.class);
    }
}
