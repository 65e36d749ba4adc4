package dev.equipoise.objective;

import dev.equipoise.part.Role;

/** The term that compares the posterior with the prior: an estimator of KL, or its replacement. */
@Role("KL estimator")
public interface Divergence extends LossTerm {}
