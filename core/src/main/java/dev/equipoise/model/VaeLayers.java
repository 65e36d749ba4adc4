package dev.equipoise.model;

import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of an encoder and a decoder.
 *
 * @param encoder from a flat datum of N elements to features; a dense head of 2·latent outputs follows it
 * @param decoder from M latents to a flat datum of N elements
 * @param latent the number M of latents
 * @param further columns that the encoder gets after the N elements
 * @param given numbers K that the decoder gets after the latents
 */
public record VaeLayers(List<Layer> encoder, List<Layer> decoder, int latent, int further, int given) {

    /** Layers of a model that gets the data alone. */
    public VaeLayers(List<Layer> encoder, List<Layer> decoder, int latent) {
        this(encoder, decoder, latent, 0, 0);
    }

    public VaeLayers {
        encoder = List.copyOf(encoder);
        decoder = List.copyOf(decoder);
    }

    /**
     * The layers of an architecture for given data. If values may be missing, the encoder also gets 1 for each that is
     * observed and 0 for each that is not: as many features again, or channels of an image. What the model is given
     * beside the data follows them, as features or as constant channels; the decoder gets it after the latents.
     */
    public static VaeLayers of(Architecture architecture, DataFacts data) {
        VaeLayers layers = architecture.layers(data);
        int given = Column.width(data.given());
        if (!data.gaps() && given == 0) {
            return layers;
        }
        List<Integer> more = new ArrayList<>(data.shape());
        more.set(0, (data.gaps() ? 2 : 1) * more.get(0) + given);
        List<Layer> encoder =
                new ArrayList<>(architecture.layers(data.withShape(more)).encoder());
        int values = (data.gaps() ? 2 : 1) * data.elements();
        int pixels = data.elements() / data.shape().get(0);
        if (given > 0 && pixels > 1) {
            encoder.add(0, new Spread(values, given, pixels));
        }
        List<Layer> decoder = layers.decoder().stream()
                .map(layer -> layer instanceof Skip skip ? new Skip(skip.latents() + given) : layer)
                .toList();
        return new VaeLayers(encoder, decoder, layers.latent(), values - data.elements() + given, given);
    }
}
