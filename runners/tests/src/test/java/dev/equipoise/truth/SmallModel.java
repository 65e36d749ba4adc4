package dev.equipoise.truth;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.equipoise.engine.Engines;
import dev.equipoise.losses.AnalyticKl;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.DiagonalGaussian;
import dev.equipoise.model.Vae;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measured;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.Price;
import dev.equipoise.objective.PricedSum;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.ValueRange;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.run.EngineName;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** A model with one batch and its noise, and the whole objective at beta 1.7 on it. */
final class SmallModel implements AutoCloseable {

    static final double BETA = 1.7;
    private static final int ROWS = 3;

    private final NDManager manager;
    private final Vae vae;
    private final Reconstruction reconstruction;
    private final DataType type;
    private final int elements;
    private final int latents;

    SmallModel(
            EngineName engine,
            Architecture architecture,
            List<Integer> shape,
            Reconstruction reconstruction,
            DataType type) {
        Engines.start(engine);
        Engines.prepareThread(engine);
        Engines.useThreads(engine, 1);
        manager = NDManager.newBaseManager(Device.cpu(), engine.djlName());
        DataFacts facts = new DataFacts(ROWS, ROWS, shape, Optional.of(new ValueRange(0, 1)));
        this.type = type;
        this.reconstruction = reconstruction;
        elements = facts.elements();
        latents = architecture.latent();
        vae = new Vae(architecture.layers(facts), new DiagonalGaussian.Clamped(20), elements, manager, type, 11);
        vae.attachGradients();
    }

    Map<String, NDArray> parameters() {
        return vae.parameters();
    }

    double loss() {
        try (NDManager scoped = manager.newSubManager()) {
            return number(forward(batch(scoped)));
        }
    }

    /** Posterior means and decoded values. */
    double[] outputs(boolean training) {
        try (NDManager scoped = manager.newSubManager()) {
            VaeOutput output = vae.forward(batch(scoped), training);
            return DoubleStream.concat(numbers(output.mean()), numbers(output.decoded()))
                    .toArray();
        }
    }

    private static DoubleStream numbers(NDArray array) {
        return Arrays.stream(array.toType(DataType.FLOAT64, false).toDoubleArray());
    }

    /** What is saved of the model after a step on the batch that moved no parameter. */
    Map<String, double[]> saved() {
        try (NDManager scoped = manager.newSubManager()) {
            vae.forward(batch(scoped), true);
            vae.keepStatistics(EnumSet.allOf(Vae.Network.class));
            Map<String, double[]> saved = new TreeMap<>();
            vae.saved().forEach((path, array) -> saved.put(path, numbers(array).toArray()));
            return saved;
        }
    }

    /** The loss, with gradients left on the parameters. */
    double backward() {
        try (NDManager scoped = manager.newSubManager();
                GradientCollector collector = scoped.getEngine().newGradientCollector()) {
            NDArray loss = forward(batch(scoped));
            collector.backward(loss);
            return number(loss);
        }
    }

    private NDArray forward(Batch batch) {
        VaeOutput output = vae.forward(batch, true);
        return new PricedSum.Sum()
                .loss(
                        List.of(
                                priced(reconstruction, Price.of(1), batch, output),
                                priced(new AnalyticKl.Term(), Price.of(BETA), batch, output)),
                        batch,
                        output);
    }

    private static Objective.Priced priced(LossTerm term, Price price, Batch batch, VaeOutput output) {
        NDArray values = term.measure(batch, output).get(0);
        return new Objective.Priced(
                term, new Measured(term.measures().get(0), values, batch.constants()), Penalty.weighted(), price);
    }

    private Batch batch(NDManager scoped) {
        double[] data = new double[ROWS * elements];
        for (int i = 0; i < data.length; i++) {
            data[i] = CounterRandom.uniform(3, 1, 0, i);
        }
        double[] noise = new double[ROWS * latents];
        CounterRandom.gaussian(noise, 3, 2, 0);
        Map<String, NDArray> side = new HashMap<>(Map.of(Batch.NOISE, array(scoped, noise, latents)));
        for (Batch.SideInput input : vae.sideInputs().stream().skip(1).toList()) {
            float[] values = new float[ROWS * input.columns()];
            input.distribution().draw(values, 3, 3, 0, 100L * side.size());
            side.put(
                    input.name(),
                    scoped.create(values, new Shape(ROWS, input.columns())).toType(type, false));
        }
        return new Batch(array(scoped, data, elements), side, new Constants(manager, type).within(scoped));
    }

    private NDArray array(NDManager scoped, double[] values, int columns) {
        return scoped.create(values, new Shape(ROWS, columns)).toType(type, false);
    }

    private static double number(NDArray loss) {
        return loss.toType(DataType.FLOAT64, false).toDoubleArray()[0];
    }

    @Override
    public void close() {
        manager.close();
    }
}
