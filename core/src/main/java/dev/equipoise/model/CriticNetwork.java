package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Critic;
import dev.equipoise.part.PartException;
import dev.equipoise.random.CounterRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The network of a critic on an engine: dense layers from M latents to one logit, with leaky rectifiers of slope 0.2
 * between them. Its weights start as a model's do, drawn from a stream of their own.
 */
public final class CriticNetwork {

    private static final String PREFIX = "critic.";
    private static final double SLOPE = 0.2;

    private final List<Chain> layers;
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();

    private CriticNetwork(String name, Critic critic, int latents, NDManager manager, DataType type) {
        layers = layers(name, critic, latents).stream()
                .map(layer -> new Chain(List.of(layer), manager, type))
                .toList();
        layers.forEach(layer -> parameters.putAll(layer.parameters()));
    }

    /**
     * The networks of critics.
     *
     * @param critics by name; "critic", that and the layer's index make the path of a parameter
     * @param latents M
     * @param manager owns the parameters
     * @param type float32 for training, float64 for checks of gradients
     * @param seed of the initial weights
     */
    public static Map<String, CriticNetwork> of(
            Map<String, Critic> critics, int latents, NDManager manager, DataType type, long seed) {
        InitialWeights weights = new InitialWeights(seed, CounterRandom.Stream.CRITIC_WEIGHTS);
        Map<String, CriticNetwork> networks = new LinkedHashMap<>();
        critics.forEach((name, critic) -> {
            CriticNetwork network = new CriticNetwork(name, critic, latents, manager, type);
            network.layers.forEach(layer -> weights.draw(layer.weights()));
            network.parameters.values().forEach(array -> array.setRequiresGradient(true));
            networks.put(name, network);
        });
        return networks;
    }

    /** Its layers, without an engine; the rectifiers are left out. */
    public static List<LayerShape> layers(String name, Critic critic, int latents) {
        String part = "the critic of " + name;
        List<Integer> units =
                new ArrayList<>(PartException.ask(part, "the units of its hidden layers", critic::hidden));
        if (units.stream().anyMatch(number -> number == null || number < 1)) {
            throw new PartException(part + " must have hidden layers of at least 1 unit each, got " + units);
        }
        units.add(1);
        return IntStream.range(0, units.size())
                .mapToObj(i -> {
                    List<Integer> input = List.of(i == 0 ? latents : units.get(i - 1));
                    Layer layer = new Dense(units.get(i));
                    return new LayerShape(
                            PREFIX + name + "." + i, layer, input, layer.output(input), layer.parameters(input));
                })
                .toList();
    }

    /** The trainable parameters by path. */
    public Map<String, NDArray> parameters() {
        return Collections.unmodifiableMap(parameters);
    }

    /** The logits (B, 1) of latents (B, M). Recorded code. */
    public NDArray logits(NDArray latents, Constants constants) {
        NDArray values = layers.get(0).through(latents, Map.of(), true, true);
        for (Chain layer : layers.subList(1, layers.size())) {
            values = layer.through(leaky(values, constants), Map.of(), true, true);
        }
        return values;
    }

    /** max(x, 0.2·x) as 0.2·x + 0.8·max(x, 0): the gradient of MXNet's own is wrong. */
    private static NDArray leaky(NDArray x, Constants constants) {
        return x.mul(constants.fixed(SLOPE)).add(Activation.relu(x).mul(constants.fixed(1 - SLOPE)));
    }
}
