package dev.equipoise.model;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Role;

/** States the layers of a model for given data. */
@Role("architecture")
public interface Architecture {

    /** The number M of latents. */
    int latent();

    /** The layers for data of this shape. */
    VaeLayers layers(DataFacts data);
}
