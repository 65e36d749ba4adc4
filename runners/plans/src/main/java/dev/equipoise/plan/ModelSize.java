package dev.equipoise.plan;

import dev.equipoise.model.LayerShape;
import dev.equipoise.model.Vae;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The memory that a model needs in training, in float32. It is known before an engine is loaded. An array has at most
 * 2^31-1 numbers: this is the limit of MXNet, and of the Java arrays by which parameters are saved.
 *
 * @param layers with shapes, batch axis left out
 * @param ofOptimizer numbers that the optimizer keeps for each parameter
 * @param ofAverage numbers for each parameter in averages of the weights
 * @param batchSize examples in a batch
 * @param samples of the latents of each example, all of which the decoder gets
 */
public record ModelSize(List<LayerShape> layers, int ofOptimizer, int ofAverage, int batchSize, int samples) {

    private static final long LARGEST = Integer.MAX_VALUE;

    public ModelSize {
        layers = List.copyOf(layers);
    }

    /** Trainable parameters. */
    public long parameters() {
        return layers.stream().mapToLong(LayerShape::parameters).reduce(0, ModelSize::plus);
    }

    /** What takes memory, and how much, such as "1.5 GB"; the activations are an estimate. */
    public Map<String, String> memory() {
        Map<String, String> memory = new LinkedHashMap<>();
        long activations = activations();
        memory.put("parameters", text(parameters()));
        memory.put("gradients", text(parameters()));
        memory.put("state of the optimizer", text(times(parameters(), ofOptimizer)));
        if (ofAverage > 0) {
            memory.put("average of the weights", text(times(parameters(), ofAverage)));
        }
        memory.put("activations of a batch, estimated", text(activations));
        memory.put("in all, estimated", text(plus(ofTraining(), activations)));
        return memory;
    }

    /** Parameters, gradients, and what is kept of them. */
    private long ofTraining() {
        return times(parameters(), 2L + ofOptimizer + ofAverage);
    }

    private long activations() {
        return layers.stream()
                .mapToLong(layer -> times(layer.layer().activations(layer.input()), rows(layer)))
                .reduce(0, ModelSize::plus);
    }

    private long rows(LayerShape layer) {
        return Vae.Network.owning(layer.path()) == Vae.Network.DECODER ? times(batchSize, samples) : batchSize;
    }

    private static String text(long numbers) {
        double bytes = (double) Float.BYTES * numbers;
        return bytes < 1e6
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : bytes < 1e9
                        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    /** What is too large for an array or for this machine. */
    List<String> problems(Facts facts, DataFacts data, int latents) {
        List<String> problems = new ArrayList<>();
        for (LayerShape layer : layers) {
            limit(problems, layer.name(), "parameters", layer.parameters());
            long outputs = layer.output().stream().mapToLong(Integer::longValue).reduce(1, ModelSize::times);
            limit(
                    problems,
                    "the output of " + layer.name() + " for a batch of " + batchSize,
                    "numbers",
                    times(outputs, rows(layer)));
        }
        int examples = Math.max(data.trainingExamples(), data.validationExamples());
        limit(problems, "the latents of " + examples + " examples", "numbers", times(examples, latents));
        return problems.isEmpty() ? beyond(machine()) : problems;
    }

    /** Parameters, gradients and the optimizer's state, if they need more than these bytes. */
    List<String> beyond(long bytes) {
        long needed = ofTraining();
        if (needed <= bytes / Float.BYTES) {
            return List.of();
        }
        LayerShape largest = layers.stream()
                .max(Comparator.comparingLong(LayerShape::parameters))
                .orElseThrow();
        return List.of("the parameters, their gradients and the state of the optimizer"
                + (ofAverage > 0 ? " and the average of the weights" : "") + " must fit in the memory of this"
                + " machine, " + text(bytes / Float.BYTES) + ", got " + text(needed) + "; " + largest.name()
                + " has the most parameters, " + largest.parameters());
    }

    /** Bytes of memory. Linux says them itself: in a folder that the locale cannot name, the JVM's beans cannot start. */
    private static long machine() {
        try {
            return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemTotal:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            return ManagementFactory.getOperatingSystemMXBean()
                            instanceof com.sun.management.OperatingSystemMXBean system
                    ? system.getTotalMemorySize()
                    : Long.MAX_VALUE;
        }
    }

    private static void limit(List<String> problems, String what, String unit, long numbers) {
        if (numbers > LARGEST) {
            problems.add(what + " must have at most " + LARGEST + " " + unit
                    + ", the most that an array can hold, got "
                    + (numbers == Long.MAX_VALUE ? "more than " : "") + numbers);
        }
    }

    private static long plus(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    /** A product that is limited to the largest number. */
    private static long times(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }
}
