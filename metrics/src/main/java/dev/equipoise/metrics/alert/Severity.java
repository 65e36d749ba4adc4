package dev.equipoise.metrics.alert;

import java.util.Locale;

/** Whether somebody should be woken. */
public enum Severity {
    /** The run is lost, or wastes its time. */
    CRITICAL,
    /** It can wait until somebody looks. */
    WARNING;

    /** The value of the label {@code severity}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
