package dev.equipoise.balance;

/** The least and the greatest beta that a strategy may choose, in units of the reconstruction term per nat. */
public record BetaBounds(double min, double max) {}
