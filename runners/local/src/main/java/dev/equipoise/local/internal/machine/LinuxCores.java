package dev.equipoise.local.internal.machine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The use of the cores as Linux reports it in {@code /proc}; empty on other systems. */
public final class LinuxCores implements CoreMeter {

    private static final Logger LOG = LoggerFactory.getLogger(LinuxCores.class);

    /** Of the numbers in {@code /proc/stat}, on every architecture that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final String ALLOWED = "Cpus_allowed_list:";

    private final Path proc;

    /** The cores of this machine. */
    public LinuxCores() {
        this(Path.of("/proc"));
    }

    LinuxCores(Path proc) {
        this.proc = proc;
    }

    @Override
    public Optional<CoreUse> read() {
        if (!(ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system)) {
            return Optional.empty();
        }
        try {
            List<String> status = Files.readAllLines(proc.resolve("self/status"));
            Set<Integer> allowed = status.stream()
                    .filter(line -> line.startsWith(ALLOWED))
                    .findFirst()
                    .map(line -> numbers(line.substring(ALLOWED.length()).strip()))
                    .orElseGet(Set::of);
            return use(Files.readAllLines(proc.resolve("stat")), allowed, system.getProcessCpuTime() * 1e-9);
        } catch (IOException | NumberFormatException e) {
            LOG.debug("the use of the cores is unknown", e);
            return Optional.empty();
        }
    }

    /**
     * What the text of {@code /proc/stat} says.
     *
     * @param allowed the numbers of the cores that this process may use
     */
    static Optional<CoreUse> use(List<String> stat, Set<Integer> allowed, double ownSeconds) {
        double ticks = 0;
        int cores = 0;
        for (String line : stat) {
            String[] fields = line.split(" +", -1);
            if (fields[0].matches("cpu\\d+") && allowed.contains(Integer.parseInt(fields[0].substring(3)))) {
                // user, nice, system, [idle, iowait,] irq, softirq; what follows was counted before or stolen.
                for (int field : new int[] {1, 2, 3, 6, 7}) {
                    ticks += Long.parseLong(fields[field]);
                }
                cores++;
            }
        }
        return cores == 0 ? Optional.empty() : Optional.of(new CoreUse(ticks / TICKS_PER_SECOND, ownSeconds, cores));
    }

    /** The numbers of a list such as 0-3,8. */
    static Set<Integer> numbers(String list) {
        Set<Integer> numbers = new HashSet<>();
        for (String part : list.split(",", -1)) {
            String[] ends = part.split("-", -1);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int number = Integer.parseInt(ends[0]); number <= last; number++) {
                numbers.add(number);
            }
        }
        return numbers;
    }
}
