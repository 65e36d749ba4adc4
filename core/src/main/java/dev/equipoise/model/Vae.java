package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Mixture;
import dev.equipoise.objective.Prior;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.PartException;
import dev.equipoise.random.CounterRandom;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A variational autoencoder on an engine: its blocks, its parameters by path, and the forward pass. Weights start at
 * Glorot's uniform values (Glorot and Bengio 2010, eq. 16) drawn from the seed, biases at 0.
 */
public final class Vae {

    /** What paths of numbers that a reconstruction term learns begin with. */
    public static final String LIKELIHOOD = Network.DECODER.prefix() + "likelihood.";

    private final Posterior posterior;
    private final Optional<Prior> prior;
    private final Chain encoder;
    private final Chain decoder;
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();
    private final Map<String, NDArray> learned = new LinkedHashMap<>();
    private final Map<String, NDArray> learnedByPrior = new LinkedHashMap<>();
    private final Map<String, NDArray> statistics = new LinkedHashMap<>();
    private final NDIndex rawMean;
    private final NDIndex rawLogVariance;
    private final int latents;
    /** Rows of the last batch whose shapes were looked at, below 0 in evaluation mode; 0 before the first. */
    private long checked;

    /**
     * @param layers of the model
     * @param posterior how the encoder's outputs become the parameters of q(z|x)
     * @param elements N of a datum
     * @param manager owns the parameters
     * @param type float32 for training, float64 for checks of gradients
     * @param seed of the initial weights
     */
    public Vae(VaeLayers layers, Posterior posterior, int elements, NDManager manager, DataType type, long seed) {
        this(layers, new Parts(posterior, Optional.empty(), Map.of()), elements, manager, type, seed);
    }

    /**
     * What makes a model of the layers.
     *
     * @param posterior how the encoder's outputs become the parameters of q(z|x)
     * @param prior p(z); empty for N(0, I)
     * @param learned initial values of what the reconstruction term learns, by name
     */
    public record Parts(Posterior posterior, Optional<Prior> prior, Map<String, List<Double>> learned) {}

    /** A model with any prior, whose reconstruction term may learn numbers. */
    public Vae(VaeLayers layers, Parts parts, int elements, NDManager manager, DataType type, long seed) {
        posterior = parts.posterior();
        prior = parts.prior().filter(given -> !given.standardNormal());
        List<LayerShape> shapes = LayerShape.of(layers, elements);
        encoder = new Chain(of(shapes, Network.ENCODER), manager, type);
        decoder = new Chain(of(shapes, Network.DECODER), manager, type);
        InitialWeights weights = new InitialWeights(seed, CounterRandom.Stream.INITIAL_WEIGHTS);
        for (Chain network : List.of(encoder, decoder)) {
            parameters.putAll(network.parameters());
            statistics.putAll(network.statistics());
            weights.draw(network.weights());
        }
        parts.learned().forEach((name, values) -> {
            NDArray array = new Constants(manager, type).fixed(values);
            this.learned.put(name, array);
            parameters.put(LIKELIHOOD + name, array);
        });
        prior.ifPresent(given -> given.learned().forEach(numbers -> {
            NDArray array = numbers.array(manager, type);
            learnedByPrior.put(numbers.name(), array);
            parameters.put(Network.PRIOR.prefix() + numbers.name(), array);
        }));
        latents = layers.latent();
        rawMean = new NDIndex(":, :{}", latents);
        rawLogVariance = new NDIndex(":, {}:", latents);
    }

    private static List<LayerShape> of(List<LayerShape> shapes, Network network) {
        return shapes.stream().filter(shape -> shape.network() == network).toList();
    }

    /** Makes room for the gradients of the parameters, which training needs. */
    public void attachGradients() {
        parameters.values().forEach(array -> array.setRequiresGradient(true));
    }

    /** The trainable parameters by path, in the order in which data pass through them. */
    public Map<String, NDArray> parameters() {
        return Collections.unmodifiableMap(parameters);
    }

    /** What the reconstruction term learns, by name. */
    public Map<String, NDArray> learned() {
        return Collections.unmodifiableMap(learned);
    }

    /** All that a model is saved by: its parameters, and what batches have moved without a gradient, by path. */
    public Map<String, NDArray> saved() {
        Map<String, NDArray> saved = new LinkedHashMap<>(parameters);
        saved.putAll(statistics);
        return saved;
    }

    /** Whether the output of an example depends on the others of its batch in training. */
    public boolean comparesExamples() {
        return !statistics.isEmpty();
    }

    /** Moves the statistics of these networks by those of the last batch, whose update was made and whose arrays are open. */
    public void keepStatistics(Set<Network> networks) {
        if (comparesExamples()) {
            networks.forEach(network -> (network == Network.ENCODER ? encoder : decoder).keepStatistics());
        }
    }

    /** The side inputs that training draws: the noise of the latents first, and those of the layers. */
    public List<Batch.SideInput> sideInputs() {
        return Stream.of(
                        Stream.of(new Batch.SideInput(Batch.NOISE, latents, new Batch.Distribution.Normal())),
                        encoder.sideInputs(),
                        decoder.sideInputs())
                .flatMap(inputs -> inputs)
                .distinct()
                .toList();
    }

    /** The forward pass of one batch. The output has a row for each sample of the noise. Recorded code. */
    public VaeOutput forward(Batch batch, boolean training) {
        Constants constants = batch.constants();
        long rows = batch.data().getShape().get(0);
        long mode = training ? rows : -rows;
        boolean known = mode == checked;
        NDArray raw = encoder.through(batch.input(), batch.side(), training, known);
        NDArray logVariance = logVariance(raw, constants);
        NDArray mean = mean(raw, logVariance, constants);
        if (!known) {
            check("means", mean, rows);
            check("log-variances", logVariance, rows);
        }
        NDArray means = batch.ofSamples(mean);
        NDArray logVariances = batch.ofSamples(logVariance);
        Map<String, NDArray> side = batch.sideOfSamples();
        NDArray latent = scaled(sample(means, logVariances, batch.side(Batch.NOISE), constants), side);
        NDArray decoded = decoder.through(besideGiven(latent, side), side, training, known);
        checked = mode;
        return new VaeOutput(means, logVariances, latent, decoded, learned(), prior(constants));
    }

    /** p(z) as it is now; empty if it is N(0, I). Recorded code. */
    public Optional<Mixture> prior(Constants constants) {
        return prior.map(given -> PartException.ask(
                "the prior " + given,
                "its mixture",
                () -> given.mixture(learnedByPrior, input -> encode(input, Map.of(), constants), constants)));
    }

    /** The same samples; the gradient that they pass on is multiplied by the factors, if there are some. */
    private static NDArray scaled(NDArray latent, Map<String, NDArray> side) {
        NDArray factors = side.get(Batch.PATH_SCALE);
        if (factors == null) {
            return latent;
        }
        NDArray stopped = latent.stopGradient();
        return stopped.add(latent.sub(stopped).mul(factors));
    }

    private static NDArray besideGiven(NDArray latent, Map<String, NDArray> side) {
        NDArray given = side.get(Batch.GIVEN);
        return given == null ? latent : NDArrays.concat(new NDList(latent, given), 1);
    }

    private void check(String what, NDArray array, long rows) {
        Shape expected = new Shape(rows, latents);
        if (!array.getShape().equals(expected)) {
            throw new PartException(name() + " must give " + what + " of shape " + expected
                    + ", one for each example and latent, got " + array.getShape());
        }
    }

    /**
     * Posterior parameters of what the encoder gets, in evaluation mode: mean and log-variance, each (B, M).
     *
     * @param side inputs by name; what is missing takes its mean
     */
    public NDList encode(NDArray input, Map<String, NDArray> side, Constants constants) {
        NDArray raw = encoder.through(input, side, false, true);
        NDArray logVariance = logVariance(raw, constants);
        return new NDList(mean(raw, logVariance, constants), logVariance);
    }

    private NDArray mean(NDArray raw, NDArray logVariance, Constants constants) {
        return PartException.ask(name(), "means", () -> posterior.mean(raw.get(rawMean), logVariance, constants));
    }

    private NDArray logVariance(NDArray raw, Constants constants) {
        return PartException.ask(
                name(), "log-variances", () -> posterior.logVariance(raw.get(rawLogVariance), constants));
    }

    private String name() {
        return "the posterior " + posterior;
    }

    /** Samples of the posterior: mean + exp(logVariance/2)·noise (Kingma and Welling 2014, section 2.4). */
    public static NDArray sample(NDArray mean, NDArray logVariance, NDArray noise, Constants constants) {
        return mean.add(logVariance.mul(constants.fixed(0.5)).exp().mul(noise));
    }

    /** The decoder's output (B, N) of latents and what is given beside them, (B, M + K), in evaluation mode. */
    public NDArray decode(NDArray latentAndGiven, Map<String, NDArray> side) {
        return decoder.through(latentAndGiven, side, false, true);
    }

    /** The networks of a VAE. */
    public enum Network {
        ENCODER("encoder."),
        DECODER("decoder."),
        /** What the prior learns; nothing for N(0, I). */
        PRIOR("prior.");

        private final String prefix;

        Network(String prefix) {
            this.prefix = prefix;
        }

        /** The network that the parameter at {@code path} belongs to. */
        public static Network owning(String path) {
            return Arrays.stream(values())
                    .filter(network -> path.startsWith(network.prefix))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no network has the parameter " + path));
        }

        /** What the paths of its parameters begin with. */
        public String prefix() {
            return prefix;
        }
    }
}
