package dev.equipoise.local.ending;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Signals of the system, by {@code sun.misc.Signal}: every JDK has it (JEP 260) and nothing else tells of a second signal,
 * but no compiler lets it be named without a warning.
 */
public final class Signals {

    private Signals() {}

    /**
     * Hears a signal on a thread of its own.
     *
     * @param name without "SIG"
     * @return what undoes it
     * @throws IllegalStateException if this Java does not let it be heard
     */
    public static Runnable hear(String name, Runnable heard) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            MethodHandle handle =
                    lookup.findStatic(type, "handle", MethodType.methodType(handlerType, type, handlerType));
            Object signal = lookup.findConstructor(type, MethodType.methodType(void.class, String.class))
                    .invoke(name);
            MethodHandle run = lookup.findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                    .bindTo(heard);
            Object mine =
                    MethodHandleProxies.asInterfaceInstance(handlerType, MethodHandles.dropArguments(run, 0, type));
            Object before = handle.invoke(signal, mine);
            return () -> restore(handle, signal, before);
        } catch (Throwable e) {
            throw refused(name, e);
        }
    }

    private static void restore(MethodHandle handle, Object signal, Object before) {
        try {
            handle.invoke(signal, before);
        } catch (Throwable e) {
            throw refused(signal.toString(), e);
        }
    }

    private static IllegalStateException refused(String name, Throwable cause) {
        return new IllegalStateException("the signal " + name + " cannot be handled: " + cause, cause);
    }
}
