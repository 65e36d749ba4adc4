package dev.equipoise.model;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Role;
import java.util.List;

/** States the layers of a model for given data. */
@Role("architecture")
public interface Architecture {

    /** The number M of latents. */
    int latent();

    /** The layers for data of this shape. */
    VaeLayers layers(DataFacts data);

    /** The same with another encoder, from a flat datum to features. */
    default Architecture withEncoder(List<Layer> encoder) {
        return new Replaced(this, Vae.Network.ENCODER, encoder);
    }

    /** The same with another decoder, from latents to a flat datum. */
    default Architecture withDecoder(List<Layer> decoder) {
        return new Replaced(this, Vae.Network.DECODER, decoder);
    }
}
