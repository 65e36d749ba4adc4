package dev.equipoise.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The library with which libtorch computes convolutions. It chooses its blocks by the sizes of the processor's caches. A
 * virtual machine that hides them gets gradients of convolutions that are wrong or not finite (oneDNN of PyTorch 2.7.1,
 * AVX2 and AVX-512, AMD EPYC under Firecracker), but right ones by its code for SSE4.1.
 */
final class OneDnn {

    private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);
    private static final String INSTRUCTIONS = "ONEDNN_MAX_CPU_ISA";
    private static final Path FIRST_CPU = Path.of("/sys/devices/system/cpu/cpu0");

    private OneDnn() {}

    /** Before libtorch is loaded: holds it to code that is right on this machine, unless the user has chosen. */
    static void prepare() {
        if (System.getenv(INSTRUCTIONS) == null && hidesCaches(System.getProperty("os.arch", ""), FIRST_CPU)) {
            NativeEnvironment.setUnlessSet(INSTRUCTIONS, "SSE41");
            LOG.warn(
                    "this machine hides the sizes of its caches, and PyTorch's convolutions then have wrong"
                            + " gradients; {}=SSE41 is set, which makes them correct but slower",
                    INSTRUCTIONS);
        }
    }

    /** Whether a Linux on x86-64 knows this processor, but none of its caches. */
    static boolean hidesCaches(String architecture, Path cpu) {
        return architecture.equals("amd64") && Files.isDirectory(cpu) && !Files.exists(cpu.resolve("cache"));
    }
}
