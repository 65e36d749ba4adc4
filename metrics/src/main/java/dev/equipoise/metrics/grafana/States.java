package dev.equipoise.metrics.grafana;

import dev.equipoise.metrics.internal.promql.Query;
import dev.equipoise.metrics.internal.promql.Selector;
import dev.equipoise.metrics.internal.promql.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The colour of each state of a run, the same on every board. */
final class States {
    private static final Map<String, String> COLORS = Map.of(
            "running", "green",
            "completed", "blue",
            "stopped", "blue",
            "terminated", "orange",
            "diverged", "red",
            "failed", "red");

    private States() {}

    /** Series that are named after states. */
    static Panel colored(Panel panel) {
        Panel colored = panel;
        for (Map.Entry<String, String> state :
                COLORS.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
            colored = colored.of(
                    state.getKey(), "color", DashboardJson.object("mode", "fixed", "fixedColor", state.getValue()));
        }
        return colored;
    }

    /** Where a run came into a state that it was not in one step of the graph before, its start included. */
    static Query entered(Selector states) {
        return states.became(1, Window.RATE);
    }

    /** For cells that hold states. */
    static List<Map<String, Object>> mappings() {
        Map<String, Object> colors = new LinkedHashMap<>();
        COLORS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(state -> colors.put(state.getKey(), DashboardJson.object("color", state.getValue())));
        return List.of(DashboardJson.object("type", "value", "options", colors));
    }
}
