package dev.equipoise.plan;

import dev.equipoise.model.LayerShape;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The memory that a model needs. It is known before an engine is loaded. An array has at most 2^31-1 numbers: this is
 * the limit of MXNet, and of the Java arrays by which parameters are saved.
 *
 * @param layers with shapes, batch axis left out
 */
public record ModelSize(List<LayerShape> layers) {

    private static final long LARGEST = Integer.MAX_VALUE;

    /** A parameter, its gradient and Adam's two moments, in float32. */
    private static final long BYTES = 4 * Float.BYTES;

    public ModelSize {
        layers = List.copyOf(layers);
    }

    /** Trainable parameters. */
    public long parameters() {
        return layers.stream().mapToLong(LayerShape::parameters).sum();
    }

    /** The memory of parameters, gradients and Adam's moments, such as "1.5 GB". */
    public String memory() {
        double bytes = (double) BYTES * parameters();
        return bytes < 1e6
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : bytes < 1e9
                        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    /** The parameters and outputs that are too large for an array. */
    List<String> problems(Facts facts, DataFacts data, int latents) {
        List<String> problems = new ArrayList<>();
        for (LayerShape layer : layers) {
            if (layer.parameters() > LARGEST) {
                problems.add(layer.name() + " must have at most " + LARGEST
                        + " parameters, the most that an array can hold,"
                        + " got " + layer.parameters() + "; with gradients and Adam's moments the model would need "
                        + memory());
            }
            long outputs = layer.output().stream().mapToLong(Integer::longValue).reduce(1, ModelSize::times);
            limit(
                    problems,
                    "the output of " + layer.name() + " for a batch of " + facts.batchSize(),
                    times(outputs, facts.batchSize()));
        }
        int examples = Math.max(data.trainingExamples(), data.validationExamples());
        limit(problems, "the latents of " + examples + " examples", times(examples, latents));
        return problems;
    }

    private static void limit(List<String> problems, String what, long numbers) {
        if (numbers > LARGEST) {
            problems.add(what + " must have at most " + LARGEST + " numbers, the most that an array can hold, got "
                    + (numbers == Long.MAX_VALUE ? "more than " : "") + numbers);
        }
    }

    /** A product that is limited to the largest number. */
    private static long times(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
    }
}
