package dev.equipoise.balance;

import dev.equipoise.part.Role;

/** The learning rate as a function of the step. */
@Role("learning rate")
@FunctionalInterface
public interface LearningRate extends Schedule {}
