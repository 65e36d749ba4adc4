package dev.equipoise.objective;

import dev.equipoise.part.Role;

/** The term that compares the posterior with the prior: an estimator of KL, or what stands in its place. */
@Role("KL estimator")
public interface Divergence extends LossTerm {}
