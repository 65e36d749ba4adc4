package dev.equipoise.metrics.grafana;

/** How Grafana writes values; nats and squared errors have no unit there, so axes and titles name them. */
enum Unit {
    NUMBER("short"),
    WHOLE("none"),
    SCIENTIFIC("sci"),
    SHARE("percentunit"),
    SECONDS("s"),
    DURATION("dtdurations"),
    PER_SECOND("cps"),
    BYTES("bytes"),
    AGO("dateTimeFromNow");

    private final String id;

    Unit(String id) {
        this.id = id;
    }

    /** Its identifier in Grafana. */
    String id() {
        return id;
    }
}
