package dev.equipoise.metrics;

import java.util.HashMap;
import java.util.Map;

/** The series of a meter that differ in their label {@code name}: the first {@value #LIMIT} names that have a value. */
final class NamedGauges {
    static final int LIMIT = 64;

    private final RunMeters meters;
    private final Meter meter;
    private final Map<String, GaugeValue> levels = new HashMap<>();

    NamedGauges(RunMeters meters, Meter meter) {
        this.meters = meters;
        this.meter = meter;
    }

    void set(String name, double value) {
        GaugeValue level = levels.get(name);
        if (level == null) {
            if (levels.size() == LIMIT) {
                return;
            }
            level = meters.level(meter, name);
            levels.put(name, level);
        }
        level.set(value);
    }
}
