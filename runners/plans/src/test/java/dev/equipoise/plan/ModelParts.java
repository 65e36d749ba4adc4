package dev.equipoise.plan;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.Layer;
import dev.equipoise.model.Posterior;
import dev.equipoise.model.VaeLayers;
import dev.equipoise.objective.Constants;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;

/** Parts for the model. */
final class ModelParts {

    private ModelParts() {}

    enum Activation {
        RELU,
        TANH
    }

    @Part(Net.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Net {
        @Range(min = 1, max = 1024, unit = "units")
        int[] hidden() default {8, 8};

        @Range(min = 1, max = 64)
        int latent() default 2;

        Activation activation() default Activation.RELU;

        record Model(Net net) implements Architecture {
            @Override
            public int latent() {
                return net.latent();
            }

            @Override
            public VaeLayers layers(DataFacts data) {
                return new VaeLayers(
                        Arrays.stream(net.hidden()).<Layer>mapToObj(Dense::new).toList(),
                        List.of(new Dense(net.hidden()[0] == 13 ? 13 : data.elements())),
                        net.latent());
            }
        }

        record Dense(int units) implements Layer {
            @Override
            public List<Integer> output(List<Integer> input) {
                if (units == 666) {
                    throw new InvalidPartException("hidden must be a decent number, got 666");
                }
                return List.of(units);
            }

            @Override
            public Block block(List<Integer> input) {
                throw new AssertionError("a plan computes nothing");
            }
        }

        final class Factory implements PartFactory<Net, Architecture> {
            @Override
            public Architecture create(Net net, Facts facts) {
                return new Model(net);
            }
        }
    }

    @Part(Gauss.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Gauss {
        final class Factory implements PartFactory<Gauss, Posterior> {
            @Override
            public Posterior create(Gauss annotation, Facts facts) {
                return new Posterior() {
                    @Override
                    public NDArray mean(NDArray raw, NDArray logVariance, Constants constants) {
                        return raw;
                    }

                    @Override
                    public NDArray logVariance(NDArray raw, Constants constants) {
                        return raw;
                    }
                };
            }
        }
    }
}
