package dev.equipoise.architecture.offences.anywhere;

import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Facts;
import dev.equipoise.experiment.PartFactory;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** A factory may inject, but by its constructor. */
public final class InjectsAField implements PartFactory<Experiment, String> {

    @Inject
    @Nullable
    String part;

    @Override
    public String create(Experiment annotation, Facts facts) {
        return String.valueOf(part);
    }
}
