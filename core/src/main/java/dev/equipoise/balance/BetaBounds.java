package dev.equipoise.balance;

/** The least and the greatest beta that a strategy may choose, in squared error per nat. */
public record BetaBounds(double min, double max) {}
