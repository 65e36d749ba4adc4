package dev.equipoise.architecture.offences.plan;

import dev.equipoise.architecture.offences.local.SetsEnvironmentByJna;

public record TrainsAtOnce(SetsEnvironmentByJna environment) {}
