package dev.equipoise.architecture.offences.local.internal;

/** Its own module may use it, and no other. */
public record Inside(int value) {}
