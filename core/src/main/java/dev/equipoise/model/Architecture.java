package dev.equipoise.model;

import dev.equipoise.data.DataFacts;
import dev.equipoise.experiment.Role;

/** States the layers of a model for given data. */
@Role("architecture")
public interface Architecture {

    /** The number M of latents. */
    int latent();

    /** The layers for data of this shape. */
    VaeLayers layers(DataFacts data);
}
