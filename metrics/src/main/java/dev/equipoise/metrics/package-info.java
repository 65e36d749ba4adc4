/** Live meters of a run and the endpoint that serves them to Prometheus. */
@NullMarked
package dev.equipoise.metrics;

import org.jspecify.annotations.NullMarked;
