package dev.equipoise.architecture.offences.model;

import dev.equipoise.architecture.offences.local.SetsEnvironmentByJna;

public record StartsItsRunner(SetsEnvironmentByJna environment) {}
