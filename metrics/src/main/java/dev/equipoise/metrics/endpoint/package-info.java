/** The endpoint that shows a run to Prometheus and to people: its server, its protection, and its discovery. */
@NullMarked
package dev.equipoise.metrics.endpoint;

import org.jspecify.annotations.NullMarked;
