package dev.equipoise.benchmarks;

import dev.equipoise.app.Equipoise;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.model.Posterior;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.plan.Catalogue;
import dev.equipoise.plan.Discovery;
import dev.equipoise.plan.InvalidExperimentException;
import dev.equipoise.plan.PartType;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Prints the time of a training step of W1 with each divergence, further term, penalty shape, objective and posterior of the
 * class path beside the time without it: medians over interleaved rounds. Compare within one table only.
 */
public final class TermTimes {

    /** The workload as it is: an analytic KL, and nothing further. */
    private static final String DEFAULT = "default";

    private TermTimes() {}

    /** Arguments: the number of rounds, 9 if none is given, then keys of parts, all if none is given. */
    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
        List<String> keys = arguments.length > 1 ? Arrays.asList(arguments).subList(1, arguments.length) : parts();
        for (EngineName engine : EngineName.values()) {
            Path runs = Files.createTempDirectory("equipoise-terms");
            RunOptions options = new RunOptions(engine, "cpu", runs, Monitoring.onPort(0));
            print(engine, measured(rounds, keys, options));
        }
    }

    private static Map<String, List<Double>> measured(int rounds, List<String> keys, RunOptions options)
            throws IOException {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        times.put(DEFAULT, new ArrayList<>());
        keys.forEach(key -> times.put(key, new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (String key : List.copyOf(times.keySet())) {
                try {
                    times.computeIfAbsent(key, any -> new ArrayList<>()).add(milliseconds(key, options));
                } catch (InvalidExperimentException e) {
                    System.out.println(key + " is left out: " + e.getMessage());
                    times.remove(key);
                }
            }
        }
        return times;
    }

    /** By role, so that parts to come are listed too; those with an attribute without a default are not. */
    private static List<String> parts() {
        return Catalogue.of(Discovery.scan(TermTimes.class.getClassLoader()).parts()).parts().stream()
                .filter(part -> part.role() != Reconstruction.class)
                .filter(part ->
                        part.role() == Posterior.class || part.role().getPackage() == Reconstruction.class.getPackage())
                .filter(part -> part.attributes().stream()
                        .allMatch(attribute -> attribute.defaultValue().isPresent()))
                .map(PartType::key)
                .toList();
    }

    private static double milliseconds(String key, RunOptions options) throws IOException {
        Overrides overrides = new Overrides(
                List.of(new Setting("experiment.epochs", "5", "benchmark")),
                key.equals(DEFAULT) ? List.of() : List.of(key),
                Set.of(),
                false);
        Path directory = Equipoise.run(SmallDense.class, overrides, options).directory();
        return StepCost.read(directory).milliseconds();
    }

    private static void print(EngineName engine, Map<String, List<Double>> times) {
        double plain = median(times.getOrDefault(DEFAULT, List.of(Double.NaN)));
        System.out.println("| part on " + engine.djlName() + " | ms a step | ratio |\n|---|---|---|");
        times.forEach((key, all) ->
                System.out.printf(Locale.ROOT, "| `%s` | %.2f | %.2f |%n", key, median(all), median(all) / plain));
    }

    private static double median(List<Double> times) {
        double[] sorted =
                times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
