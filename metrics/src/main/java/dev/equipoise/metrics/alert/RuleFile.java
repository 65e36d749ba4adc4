package dev.equipoise.metrics.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.equipoise.metrics.internal.promql.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Alerts as a file of Prometheus rules. */
public final class RuleFile {
    private static final String RUN = "{{ $labels.experiment }}/{{ $labels.run }}: ";
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER, YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES, YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    private RuleFile() {}

    /** The file for these alerts, in their order. */
    public static String of(List<Alert> alerts) {
        List<Map<String, Object>> rules = alerts.stream().map(RuleFile::rule).toList();
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("name", "equipoise");
        group.put("rules", rules);
        try {
            return YAML.writeValueAsString(Map.of("groups", List.of(group)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a rule must be made of maps, lists and text", e);
        }
    }

    /** The annotations of an alert, in which Prometheus puts the labels of the run. */
    static Map<String, String> annotations(Alert alert) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put("summary", RUN + alert.summary());
        annotations.put("description", alert.meaning());
        annotations.put("action", alert.action());
        return annotations;
    }

    private static Map<String, Object> rule(Alert alert) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("alert", alert.name());
        rule.put("expr", alert.query().text());
        if (!alert.hold().isZero()) {
            rule.put("for", Window.text(alert.hold()));
        }
        rule.put("labels", Map.of("severity", alert.severity().label()));
        rule.put("annotations", annotations(alert));
        return rule;
    }
}
