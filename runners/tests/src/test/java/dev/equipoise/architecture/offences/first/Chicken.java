package dev.equipoise.architecture.offences.first;

import dev.equipoise.architecture.offences.second.Egg;
import java.util.Optional;

public record Chicken(Optional<Egg> from) {}
