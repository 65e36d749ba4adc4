package dev.equipoise.metrics.alert;

import java.util.Locale;

/** The urgency of an alert. */
public enum Severity {
    /** The run has failed, or its training is useless. */
    CRITICAL,
    /** It can wait until a person looks. */
    WARNING;

    /** The value of the label {@code severity}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
