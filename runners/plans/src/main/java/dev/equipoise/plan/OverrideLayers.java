package dev.equipoise.plan;

import dev.equipoise.experiment.Overrides;
import java.nio.file.Path;
import java.util.Optional;

/** Puts what the command line sets over the environment, and that over a configuration file. */
@FunctionalInterface
public interface OverrideLayers {

    /** All layers, the command line's the strongest. */
    Overrides over(Optional<Path> config, Overrides commandLine);
}
