package dev.equipoise.part;

/** The state of a part that has none. */
public record Stateless() {}
