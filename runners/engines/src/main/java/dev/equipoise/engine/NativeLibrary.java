package dev.equipoise.engine;

import java.util.Locale;

/**
 * An engine's native library for this platform.
 *
 * @param version such as "1.9.1"
 * @param flavor the target of the build: "cpu", "mkl", "cu128", or {@link #UNKNOWN}
 * @param origin "class path", or the environment variable that names it
 */
public record NativeLibrary(String version, String flavor, String origin) {

    /** The flavor of a library from the user that does not state one. */
    public static final String UNKNOWN = "unknown";

    /** Whether it was built for CUDA. */
    public boolean cuda() {
        return flavor.toLowerCase(Locale.ROOT).startsWith("cu");
    }

    /** Whether the target of the build is unknown. */
    public boolean unknown() {
        return flavor.equals(UNKNOWN);
    }
}
