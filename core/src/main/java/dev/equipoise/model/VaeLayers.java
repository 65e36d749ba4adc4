package dev.equipoise.model;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of an encoder and a decoder.
 *
 * @param encoder from a flat datum of N elements to features; a dense head of 2·latent outputs follows it
 * @param head layers from the dense head's outputs to as many, which the posterior gets
 * @param decoder from M latents to a flat datum of N elements
 * @param latent the number M of latents
 * @param further columns that the encoder gets after the N elements
 * @param given numbers K that the decoder gets after the latents
 */
public record VaeLayers(
        List<Layer> encoder, List<Layer> head, List<Layer> decoder, int latent, int further, int given) {

    /** Layers of a model that gets the data alone. */
    public VaeLayers(List<Layer> encoder, List<Layer> decoder, int latent) {
        this(encoder, List.of(), decoder, latent, 0, 0);
    }

    public VaeLayers {
        encoder = List.copyOf(encoder);
        head = List.copyOf(head);
        decoder = List.copyOf(decoder);
    }

    /** The layers of a plan's model. */
    public static VaeLayers of(ExperimentPlan plan) {
        return of(
                plan.part(Architecture.class),
                plan.part(Posterior.class),
                plan.facts().data(),
                plan.part(BalancingStrategy.class));
    }

    /**
     * The layers of an architecture with a posterior for given data. If values may be missing, the encoder also gets 1 for each that is
     * observed and 0 for each that is not: as many features again, or channels of an image. What the model is given
     * beside the data follows them, as features, or as constant channels for an encoder
     * that begins with an image; the decoder gets it after the latents.
     */
    public static VaeLayers of(Architecture architecture, Posterior posterior, DataFacts data) {
        VaeLayers layers = architecture.layers(data);
        List<Layer> head = posterior.layers(layers.latent());
        int given = Column.width(data.given());
        if (!data.gaps() && given == 0) {
            return new VaeLayers(layers.encoder(), head, layers.decoder(), layers.latent(), 0, 0);
        }
        int values = (data.gaps() ? 2 : 1) * data.elements();
        List<Layer> encoder = layers.encoder();
        if (!encoder.isEmpty() && encoder.get(0) instanceof Reshape) {
            encoder = ofChannels(architecture, data, values, given);
        }
        List<Layer> decoder = layers.decoder().stream()
                .map(layer -> layer instanceof Skip skip ? new Skip(skip.latents() + given) : layer)
                .toList();
        return new VaeLayers(encoder, head, decoder, layers.latent(), values - data.elements() + given, given);
    }

    /** The same with gates if the strategy trains for many betas. */
    public static VaeLayers of(
            Architecture architecture, Posterior posterior, DataFacts data, BalancingStrategy<?> strategy) {
        VaeLayers layers = of(architecture, posterior, data);
        return strategy.rates()
                .map(rates -> Gate.into(layers, data.elements(), rates.input()))
                .orElse(layers);
    }

    /** The encoder of images that have channels for what it gets beside the data. */
    private static List<Layer> ofChannels(Architecture architecture, DataFacts data, int values, int given) {
        List<Integer> shape = new ArrayList<>(data.shape());
        int pixels = data.elements() / shape.get(0);
        shape.set(0, values / pixels + given);
        List<Layer> encoder =
                new ArrayList<>(architecture.layers(data.withShape(shape)).encoder());
        if (given > 0) {
            encoder.add(0, new Spread(values, given, pixels));
        }
        return encoder;
    }
}
