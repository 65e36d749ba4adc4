package dev.equipoise.benchmarks;

import dev.equipoise.run.EngineName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Prints the time of a training step of each workload on both engines and, if the system's Python has it, in PyTorch:
 * medians over interleaved rounds, one process at a time. Compare within one table only: machines differ, and so do hours.
 */
public final class Benchmark {

    private Benchmark() {}

    /** Arguments: the number of rounds, 3 if none is given, then the workloads, all if none is given. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        List<Workload> workloads = arguments.length > 1
                ? Arrays.stream(arguments).skip(1).map(Workload::valueOf).toList()
                : List.of(Workload.values());
        Optional<Contender> python = PyTorchContender.find();
        List<Contender> contenders = new ArrayList<>();
        for (EngineName engine : EngineName.values()) {
            contenders.add(new EquipoiseContender(engine));
        }
        python.ifPresent(contenders::add);
        for (Workload workload : workloads) {
            print(workload, measure(workload, contenders, rounds), python);
        }
        if (python.isEmpty()) {
            System.out.println(
                    "No ratio to PyTorch: the system's python3 has no torch (Debian: python3-torch, libopenblas0-openmp).");
        }
    }

    private static Map<Contender, List<StepCost>> measure(Workload workload, List<Contender> contenders, int rounds)
            throws IOException, InterruptedException {
        Map<Contender, List<StepCost>> measured = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : contenders) {
                measured.computeIfAbsent(contender, any -> new ArrayList<>()).add(contender.measure(workload));
            }
        }
        return measured;
    }

    private static void print(
            Workload workload, Map<Contender, List<StepCost>> measured, Optional<Contender> reference) {
        System.out.printf(
                Locale.ROOT,
                "%-24s %9s %11s %9s %8s %9s%n",
                workload,
                "ms/step",
                "examples/s",
                "own code",
                "kB/step",
                "ratio");
        measured.forEach((contender, runs) -> {
            double milliseconds = median(runs, StepCost::milliseconds);
            double ratio = reference
                    .map(measured::get)
                    .map(others -> milliseconds / median(others, StepCost::milliseconds))
                    .orElse(Double.NaN);
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %9s %11s %9s %8s %9s%n",
                    contender.name(),
                    text("%.2f", milliseconds),
                    text("%.0f", workload.batchSize() * 1e3 / milliseconds),
                    text("%.1f%%", 100 * median(runs, StepCost::ownShare)),
                    text("%.1f", median(runs, StepCost::bytes) / 1e3),
                    text("%.2f", ratio));
        });
        System.out.println();
    }

    private static String text(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    private static double median(List<StepCost> runs, ToDoubleFunction<StepCost> value) {
        double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
