package dev.equipoise.run;

/** A run ended, well or not. */
public record RunFinished(RunReport report) {}
