package dev.equipoise.model;

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
 */
public record VaeLayers(List<Layer> encoder, List<Layer> decoder, int latent, int further) {

    /** Layers of a model that gets the data alone. */
    public VaeLayers(List<Layer> encoder, List<Layer> decoder, int latent) {
        this(encoder, decoder, latent, 0);
    }

    /**
     * The layers of an architecture for given data. If values may be missing, the encoder also gets 1 for each that is
     * observed and 0 for each that is not: as many features again, or channels of an image.
     */
    public static VaeLayers of(Architecture architecture, DataFacts data) {
        VaeLayers layers = architecture.layers(data);
        if (!data.gaps()) {
            return layers;
        }
        List<Integer> twice = new ArrayList<>(data.shape());
        twice.set(0, 2 * twice.get(0));
        List<Layer> encoder = architecture.layers(data.withShape(twice)).encoder();
        return new VaeLayers(encoder, layers.decoder(), layers.latent(), data.elements());
    }

    public VaeLayers {
        encoder = List.copyOf(encoder);
        decoder = List.copyOf(decoder);
    }
}
