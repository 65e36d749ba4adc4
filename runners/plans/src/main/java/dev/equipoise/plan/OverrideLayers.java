package dev.equipoise.plan;

import dev.equipoise.experiment.Overrides;
import java.nio.file.Path;
import java.util.Optional;

/** Layers the overrides: the command line over the environment, and the environment over a configuration file. */
@FunctionalInterface
public interface OverrideLayers {

    /** All layers; the command line is the strongest. */
    Overrides over(Optional<Path> config, Overrides commandLine);
}
