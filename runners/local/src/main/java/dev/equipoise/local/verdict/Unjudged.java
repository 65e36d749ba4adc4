package dev.equipoise.local.verdict;

import dev.equipoise.part.Role;

/**
 * Makes a run that trains no model one without verdicts, warnings of a collapse and a table of results.
 *
 * @param why there are none
 */
@Role(value = "purpose", optional = true)
public record Unjudged(String why) {}
