/** The alerts of a run, as rules for Prometheus. */
@NullMarked
package dev.equipoise.metrics.alert;

import org.jspecify.annotations.NullMarked;
