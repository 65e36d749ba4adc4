package dev.equipoise.testing;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.equipoise.model.CriticNetwork;
import dev.equipoise.model.Vae;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Learned;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measured;
import dev.equipoise.objective.Mixture;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.run.LatentPrior;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One engine on the CPU with one number type, and the inputs of a term under test. */
public final class EngineTrial implements AutoCloseable {

    private final Engine engine;
    private final NDManager manager;
    private final DataType type;
    private final Constants constants;
    private final Map<LossTerm, CriticNetwork> critics = new HashMap<>();
    private Optional<Mixture> prior = Optional.empty();

    public EngineTrial(String name, DataType type) {
        System.setProperty("ai.djl.offline", "true");
        this.type = type;
        engine = Engine.getEngine(name);
        manager = NDManager.newBaseManager(Device.cpu(), name);
        constants = new Constants(manager, type);
    }

    /** From now on outputs have this prior instead of N(0, I). */
    public void compareWith(LatentPrior values) {
        int components = values.weights().size();
        double[][] logWeights = {
            values.weights().stream().mapToDouble(Math::log).toArray()
        };
        prior = Optional.of(new Mixture(
                array(rows(values.means(), components)),
                array(rows(values.logVariances(), components)),
                array(logWeights)));
    }

    private static double[][] rows(float[] values, int count) {
        double[][] rows = new double[count][values.length / count];
        for (int i = 0; i < values.length; i++) {
            rows[i / rows[0].length][i % rows[0].length] = values[i];
        }
        return rows;
    }

    /**
     * An array of these rows. It is the one that {@code create} gives: on PyTorch, {@code toType} of the same type
     * shares its memory, which is freed as soon as that one is closed, even if a copy is asked for.
     */
    public NDArray array(double[][] rows) {
        double[] values = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        Shape shape = new Shape(rows.length, rows[0].length);
        return type == DataType.FLOAT64
                ? manager.create(values, shape)
                : manager.create(values, shape).toType(type, true);
    }

    public Batch batch(Sample sample) {
        return new Batch(array(sample.data()), Map.of(Batch.NOISE, array(sample.noise())), constants, this::logits);
    }

    /** The same with a critic that has the initial weights of seed 1. */
    private NDArray logits(LossTerm owner, NDArray latents, Constants constants) {
        return critic(owner, (int) latents.getShape().get(1)).logits(latents, constants);
    }

    /** The critic of a term, for this number of latents. */
    public CriticNetwork critic(LossTerm owner, int latents) {
        return critics.computeIfAbsent(
                owner,
                term -> CriticNetwork.of(Map.of("it", term.critic().orElseThrow()), latents, manager, type, 1)
                        .get("it"));
    }

    public Constants constants() {
        return constants;
    }

    public VaeOutput output(Sample sample) {
        return output(
                array(sample.mean()), array(sample.logVariance()), array(sample.decoded()), array(sample.noise()));
    }

    private VaeOutput output(NDArray mean, NDArray logVariance, NDArray decoded, NDArray noise) {
        return new VaeOutput(
                mean, logVariance, Vae.sample(mean, logVariance, noise, constants), decoded, Map.of(), prior);
    }

    /** The values of a term's only measure, row by row. */
    public double[] values(LossTerm term, Sample sample) {
        return doubles(term.measure(batch(sample), output(sample)).get(0));
    }

    /** A term's only measure as one number: summed over latents, averaged over examples. */
    public double loss(LossTerm term, Sample sample) {
        return doubles(loss(term, batch(sample), output(sample)))[0];
    }

    /** The gradient of {@link #loss(LossTerm, Sample)} by mean, log-variance and decoded value, in that order. */
    public List<double[]> gradients(LossTerm term, Sample sample, Runnable beforeBackward) {
        Batch batch = batch(sample);
        List<NDArray> inputs = List.of(array(sample.mean()), array(sample.logVariance()), array(sample.decoded()));
        inputs.forEach(input -> input.setRequiresGradient(true));
        try (GradientCollector collector = engine.newGradientCollector()) {
            NDArray unused = inputs.stream()
                    .map(input -> input.sub(input).reshape(-1, 1))
                    .map(zero -> constants.meanOverRows(zero))
                    .reduce(NDArray::add)
                    .orElseThrow();
            VaeOutput output = output(inputs.get(0), inputs.get(1), inputs.get(2), batch.side(Batch.NOISE));
            NDArray loss = loss(term, batch, output).add(unused);
            beforeBackward.run();
            collector.backward(loss);
        }
        return inputs.stream().map(input -> doubles(input.getGradient())).toList();
    }

    public double[] doubles(NDArray array) {
        try (NDArray wide = array.toType(DataType.FLOAT64, true)) {
            return wide.toDoubleArray();
        }
    }

    NDArray learned(Learned numbers) {
        return numbers.array(manager, type);
    }

    GradientCollector collector() {
        return engine.newGradientCollector();
    }

    private NDArray loss(LossTerm term, Batch batch, VaeOutput output) {
        NDArray values = term.measure(batch, output).get(0);
        return new Measured(term.measures().get(0), values, constants).at(Grain.BATCH);
    }

    @Override
    public void close() {
        manager.close();
    }
}
