package dev.equipoise.metrics.grafana;

import java.util.Map;

/** The Prometheus that boards ask: the first of their variables, so that a board fits into any Grafana. */
final class PrometheusSource {
    static final String TYPE = "prometheus";
    static final String VARIABLE = "datasource";

    private PrometheusSource() {}

    static Map<String, Object> reference() {
        return DashboardJson.object("type", TYPE, "uid", "${" + VARIABLE + "}");
    }
}
