package dev.equipoise.truth;

import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.model.Activation;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.ConvVae.Convolutional;
import dev.equipoise.model.Dense;
import dev.equipoise.model.DiagonalGaussian;
import dev.equipoise.model.GatedDenseVae.Gated;
import dev.equipoise.model.Layer;
import dev.equipoise.model.LinearVae;
import dev.equipoise.model.MlpVae.Mlp;
import dev.equipoise.model.Normalization;
import dev.equipoise.model.ResNetVae.Residuals;
import dev.equipoise.model.VaeLayers;
import dev.equipoise.part.DataFacts;
import dev.equipoise.schedules.MultiRate;
import java.util.ArrayList;
import java.util.List;

/** Every architecture, small, with each of its options. */
final class Architectures {

    private Architectures() {}

    /** An architecture for data of a shape. */
    record Small(Architecture architecture, List<Integer> shape) {}

    /** An architecture with gates. */
    private record ManyBetas(Architecture base) implements Architecture {

        @Override
        public int latent() {
            return base.latent();
        }

        @Override
        public VaeLayers layers(DataFacts data) {
            return VaeLayers.of(
                    base,
                    new DiagonalGaussian.Clamped(20),
                    data,
                    new MultiRate.Strategy(new BalancingStrategy.Rates(0.01, 10)));
        }
    }

    static List<Small> all() {
        List<Small> all = new ArrayList<>();
        List<Integer> table = List.of(5);
        List<Integer> image = List.of(2, 7, 6);
        all.add(new Small(new LinearVae.Linear(3), table));
        all.add(new Small(new Gated(List.of(7, 6), 3), table));
        for (Normalization normalization : Normalization.values()) {
            all.add(new Small(new Mlp(List.of(7, 6), 3, Activation.TANH, normalization, 0, false), table));
            all.add(new Small(new Mlp(List.of(7, 6), 3, Activation.GELU, normalization, 0.3, true), table));
            all.add(new Small(convolutional(List.of(4), List.of(2), normalization, 0, false), image));
            all.add(new Small(convolutional(List.of(3, 5), List.of(1, 2), normalization, 0.3, true), image));
            all.add(new Small(residuals(normalization, 0, false), image));
            all.add(new Small(residuals(normalization, 0.3, true), image));
        }
        for (int[] pair : new int[][] {{1, 1}, {2, 1}, {2, 2}, {3, 2}, {5, 3}}) {
            all.add(new Small(convolutional(List.of(pair[0]), List.of(pair[1]), Normalization.NONE, 0, false), image));
        }
        all.add(new Small(
                new ManyBetas(new Mlp(List.of(7, 6), 3, Activation.TANH, Normalization.LAYER, 0.3, true)), table));
        all.add(new Small(new ManyBetas(convolutional(List.of(4), List.of(2), Normalization.NONE, 0, false)), image));
        all.add(new Small(
                new Mlp(List.of(7), 3, Activation.TANH)
                        .withEncoder(List.of(Layer.of("two", Architectures::block, List.of(6), 36 + 42)))
                        .withDecoder(List.of(Layer.of("two", Architectures::block, List.of(6), 24 + 42), new Dense(5))),
                table));
        return all;
    }

    private static Architecture convolutional(
            List<Integer> kernels, List<Integer> strides, Normalization normalization, double dropout, boolean skip) {
        return new Convolutional(
                List.of(3, 4), kernels, strides, List.of(5), 2, Activation.TANH, normalization, dropout, skip);
    }

    private static Architecture residuals(Normalization normalization, double dropout, boolean skip) {
        return new Residuals(List.of(3, 4), 1, 2, Activation.SILU, normalization, dropout, skip);
    }

    private static SequentialBlock block() {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(6).build())
                .add(Linear.builder().setUnits(6).build());
    }

    /** A block of DJL's with statistics of its own. */
    static Layer withDjlStatistics() {
        return Layer.of(
                "normalized",
                () -> new SequentialBlock()
                        .add(Linear.builder().setUnits(6).build())
                        .add(BatchNorm.builder().build()),
                List.of(6),
                36 + 12);
    }
}
