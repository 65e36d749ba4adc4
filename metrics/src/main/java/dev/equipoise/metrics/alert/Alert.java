package dev.equipoise.metrics.alert;

import dev.equipoise.metrics.internal.promql.Query;
import java.time.Duration;

/**
 * A rule that reports one kind of problem of a run.
 *
 * @param name in UpperCamelCase, as alerts are named
 * @param query whose values are the runs that have the problem
 * @param hold how long the problem must last before the alert fires
 * @param summary what happened, after the name of the run
 * @param meaning what it means for the balance
 * @param action what to try
 */
public record Alert(
        String name, Severity severity, Query query, Duration hold, String summary, String meaning, String action) {}
