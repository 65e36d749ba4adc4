package dev.equipoise.metrics.alert;

import dev.equipoise.metrics.internal.promql.Query;
import java.time.Duration;

/**
 * A rule that tells of one thing that went wrong with a run.
 *
 * @param name in UpperCamelCase, as alerts are named
 * @param query whose every value is a run that is concerned
 * @param hold how long it must be so before anybody is told
 * @param summary what happened, after the name of the run
 * @param meaning what it means for the balance
 * @param action what to try
 */
public record Alert(
        String name, Severity severity, Query query, Duration hold, String summary, String meaning, String action) {}
