package dev.equipoise.local.verdict;

import dev.equipoise.part.Role;

/**
 * Marks a run that is not meant to train a model. It gets no verdicts, no warning of a collapse and no table of results.
 *
 * @param why the reason that the verdicts give
 */
@Role(value = "purpose", optional = true)
public record Unjudged(String why) {}
