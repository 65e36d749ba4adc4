package dev.equipoise.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The cores that this process may use. Two threads of one core share its vector units, so they count once. */
final class Cores {

    private Cores() {}

    /** Physical cores if Linux reports them, never more than the processors that this process may use. */
    static int usable() {
        int processors = Runtime.getRuntime().availableProcessors();
        try {
            int physical = physical(Files.readAllLines(Path.of("/proc/cpuinfo")));
            return physical == 0 ? processors : Math.min(physical, processors);
        } catch (IOException e) {
            return processors;
        }
    }

    /** Distinct pairs of "physical id" and "core id"; 0 if the text has none. */
    static int physical(List<String> cpuinfo) {
        Set<String> cores = new HashSet<>();
        String socket = "";
        for (String line : cpuinfo) {
            if (line.startsWith("physical id")) {
                socket = line;
            } else if (line.startsWith("core id")) {
                cores.add(socket + line);
            }
        }
        return cores.size();
    }
}
