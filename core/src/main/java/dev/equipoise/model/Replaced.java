package dev.equipoise.model;

import dev.equipoise.part.DataFacts;
import java.util.List;

/** An architecture with other layers in one of its networks. */
record Replaced(Architecture architecture, Vae.Network network, List<Layer> layers) implements Architecture {

    Replaced {
        layers = List.copyOf(layers);
    }

    @Override
    public int latent() {
        return architecture.latent();
    }

    @Override
    public VaeLayers layers(DataFacts data) {
        VaeLayers old = architecture.layers(data);
        return network == Vae.Network.ENCODER
                ? new VaeLayers(layers, old.decoder(), old.latent())
                : new VaeLayers(old.encoder(), layers, old.latent());
    }
}
