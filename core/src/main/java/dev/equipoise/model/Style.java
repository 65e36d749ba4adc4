package dev.equipoise.model;

import java.util.ArrayList;
import java.util.List;

/** What follows a layer with weights inside a network. */
record Style(Activation activation, Normalization normalization, double dropout) {

    /** These layers, normalized, activated, and with dropout. */
    List<Layer> after(List<Layer> layers) {
        List<Layer> all = new ArrayList<>(layers);
        all.addAll(normalization.layers());
        all.add(new Activate(activation));
        if (dropout > 0) {
            all.add(new Dropout(dropout));
        }
        return all;
    }

    List<Layer> after(Layer layer) {
        return after(List.of(layer));
    }
}
