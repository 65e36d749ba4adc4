package dev.equipoise.data;

/** The two splits of a source. */
public record Dataset(Split training, Split validation) {}
