package dev.equipoise.run;

import dev.equipoise.part.Role;
import java.util.Optional;

/** Ends a run before its last epoch. Every rule is asked after every update, on the run's thread. */
@Role(value = "stopping rule", many = true)
@FunctionalInterface
public interface StoppingRule {

    /** Why the run ends with this step; empty where it goes on. */
    Optional<String> stops(StepFinished event);
}
