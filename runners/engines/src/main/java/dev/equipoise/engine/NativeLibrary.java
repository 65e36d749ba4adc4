package dev.equipoise.engine;

import java.util.Locale;

/**
 * An engine's native library for this platform.
 *
 * @param version such as "1.9.1"
 * @param flavor what it was built for: "cpu", "mkl", "cu128", or {@link #UNKNOWN}
 * @param origin where it lies: "class path", or the environment variable that names it
 */
public record NativeLibrary(String version, String flavor, String origin) {

    /** The flavor of a library that the user brought and that does not state it. */
    public static final String UNKNOWN = "unknown";

    /** Whether it was built for CUDA. */
    public boolean cuda() {
        return flavor.toLowerCase(Locale.ROOT).startsWith("cu");
    }

    /** Whether it is unknown what it was built for. */
    public boolean unknown() {
        return flavor.equals(UNKNOWN);
    }
}
