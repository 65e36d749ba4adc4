package dev.equipoise.architecture.offences.second;

import dev.equipoise.architecture.offences.first.Chicken;
import java.util.Optional;

public record Egg(Optional<Chicken> from) {}
