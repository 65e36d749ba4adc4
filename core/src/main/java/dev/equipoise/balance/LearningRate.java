package dev.equipoise.balance;

import dev.equipoise.part.Role;

/** The learning rate as a function of the step; one that depends on readings too is a {@link SteeredRate}. */
@Role("learning rate")
@FunctionalInterface
public interface LearningRate extends Schedule {}
