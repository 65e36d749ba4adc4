package dev.equipoise.architecture.offences.schedules;

import ai.djl.ndarray.NDArray;

public record ReadsAnArray(NDArray kl) {}
