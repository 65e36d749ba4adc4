package dev.equipoise.model;

import java.util.List;

/**
 * The layers of an encoder and a decoder.
 *
 * @param encoder from a flat datum of N elements to features; a dense head of 2·latent outputs follows it
 * @param decoder from M latents to a flat datum of N elements
 * @param latent the number M of latents
 */
public record VaeLayers(List<Layer> encoder, List<Layer> decoder, int latent) {

    public VaeLayers {
        encoder = List.copyOf(encoder);
        decoder = List.copyOf(decoder);
    }
}
