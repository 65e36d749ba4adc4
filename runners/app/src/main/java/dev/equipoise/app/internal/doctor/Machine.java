package dev.equipoise.app.internal.doctor;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** The JDK, the operating system, cores and memory, in words. */
final class Machine {

    private static final long MEBIBYTE = 1 << 20;

    private Machine() {}

    static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(
                "JDK",
                property("java.version") + " (" + property("java.vm.name") + ", " + property("java.vendor") + ")");
        words.put("JDK home", property("java.home"));
        words.put("OS", property("os.name") + " " + property("os.version") + ", " + property("os.arch"));
        words.put("CPU cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            words.put(
                    "memory",
                    mebibytes(system.getTotalMemorySize()) + ", " + mebibytes(system.getFreeMemorySize()) + " free");
        }
        words.put("Java heap", "at most " + mebibytes(Runtime.getRuntime().maxMemory()));
        return words;
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    private static String mebibytes(long bytes) {
        return bytes / MEBIBYTE + " MiB";
    }
}
