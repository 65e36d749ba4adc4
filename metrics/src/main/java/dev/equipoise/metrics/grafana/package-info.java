/** Dashboards for Grafana, and the configuration that starts Prometheus and Grafana with them. */
@NullMarked
package dev.equipoise.metrics.grafana;

import org.jspecify.annotations.NullMarked;
