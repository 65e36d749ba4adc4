package dev.equipoise.local.ending;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Signals of the system, by {@code sun.misc.Signal}: every JDK has it (JEP 260), and only it reports a second signal,
 * but compilers warn if it is named.
 */
public final class Signals {

    private Signals() {}

    /**
     * Handles a signal on its own thread.
     *
     * @param name without "SIG"
     * @return restores the previous handler
     * @throws IllegalStateException if this Java cannot handle the signal
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
