/** The page on which a person without Grafana sees the balance of a run in a browser. */
@NullMarked
package dev.equipoise.metrics.internal.page;

import org.jspecify.annotations.NullMarked;
