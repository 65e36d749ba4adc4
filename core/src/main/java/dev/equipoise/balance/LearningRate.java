package dev.equipoise.balance;

import dev.equipoise.experiment.Role;

/** The learning rate as a function of the step. */
@Role("learning rate")
@FunctionalInterface
public interface LearningRate extends Schedule {}
