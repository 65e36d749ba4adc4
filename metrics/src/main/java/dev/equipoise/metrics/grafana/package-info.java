/** Dashboards for Grafana, and what starts Prometheus and Grafana with them. */
@NullMarked
package dev.equipoise.metrics.grafana;

import org.jspecify.annotations.NullMarked;
