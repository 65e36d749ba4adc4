package dev.equipoise.metrics.alert;

import dev.equipoise.metrics.Meter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run did, minute by minute, and whether an alert fires in its 120th minute. Values are in promtool's notation:
 * {@code 5x60} is 5 at the start and for 60 minutes more, {@code 0+100x120} grows by 100 a minute, {@code _x10} is a gap.
 */
final class Story {
    static final int END = 120;

    private static final Map<String, String> RUN = Map.of("experiment", "digits", "run", "r1");

    final String alert;
    final boolean fires;
    final String what;
    final Map<String, String> labels = new LinkedHashMap<>(RUN);
    private final List<Map<String, String>> series = new ArrayList<>();

    private Story(String alert, boolean fires, String what) {
        this.alert = alert;
        this.fires = fires;
        this.what = what;
    }

    static Story fires(String alert, String what) {
        return new Story(alert, true, what);
    }

    static Story silent(String alert, String what) {
        return new Story(alert, false, what);
    }

    /** A run that trains well: 100 steps a minute, KL at 15 nats. */
    Story ofRunning() {
        return with(Meter.RUN_STATE, "1x" + END, "state", "running");
    }

    Story with(Meter meter, String values, String... ownLabels) {
        Map<String, String> all = new LinkedHashMap<>(RUN);
        for (int i = 0; i < ownLabels.length; i += 2) {
            all.put(ownLabels[i], ownLabels[i + 1]);
        }
        return with(meter.prometheusName(), all, values);
    }

    Story up(String values) {
        Map<String, String> all = new LinkedHashMap<>(RUN);
        all.put("job", "equipoise");
        return with("up", all, values);
    }

    /** A label that the alert has beside those of the run. */
    Story told(String label, String value) {
        labels.put(label, value);
        return this;
    }

    private Story with(String name, Map<String, String> all, String values) {
        String selector = all.entrySet().stream()
                .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                .collect(Collectors.joining(",", name + "{", "}"));
        series.add(Map.of("series", selector, "values", values));
        return this;
    }

    /** The test file of promtool; a rule file of this name must lie beside it. */
    Map<String, Object> test(String rules, Alert rule) {
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("eval_time", END + "m");
        check.put("alertname", rule.name());
        check.put("exp_alerts", fires ? List.of(expected(rule)) : List.of());
        return Map.of(
                "rule_files",
                List.of(rules),
                "tests",
                List.of(Map.of("interval", "1m", "input_series", series, "alert_rule_test", List.of(check))));
    }

    private Map<String, Object> expected(Alert rule) {
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.put("severity", rule.severity().label());
        Map<String, String> annotations = RuleFile.annotations(rule).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> told(entry.getValue())));
        return Map.of("exp_labels", all, "exp_annotations", annotations);
    }

    private static String told(String template) {
        return Stream.of("experiment", "run")
                .reduce(template, (text, label) -> text.replace("{{ $labels." + label + " }}", RUN.get(label)));
    }

    @Override
    public String toString() {
        return alert + (fires ? " fires: " : " is silent: ") + what;
    }
}
