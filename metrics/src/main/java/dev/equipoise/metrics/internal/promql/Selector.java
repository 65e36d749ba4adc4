package dev.equipoise.metrics.internal.promql;

import com.google.common.collect.ImmutableSet;
import dev.equipoise.run.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The series of one meter, narrowed by their labels, now or over a window. */
public final class Selector extends Query {

    /** What Prometheus adds to everything that it scrapes. */
    private static final List<String> SCRAPED = List.of("instance", "job");

    private final String name;
    private final List<String> conditions;

    private Selector(String name, List<String> conditions, Set<String> labels) {
        super(conditions.isEmpty() ? name : name + "{" + String.join(", ", conditions) + "}", true, labels);
        this.name = name;
        this.conditions = conditions;
    }

    static Selector of(String name, List<String> labels) {
        return new Selector(
                name,
                List.of(),
                ImmutableSet.<String>builder().addAll(labels).addAll(SCRAPED).build());
    }

    Selector having(String label) {
        return new Selector(
                name,
                conditions,
                ImmutableSet.<String>builder().addAll(labels()).add(label).build());
    }

    /** Those whose label is this value, or that of this Grafana variable. */
    public Selector where(String label, String value) {
        return narrowed(label, "=", value);
    }

    /** Those of one phase. */
    public Selector in(Phase phase) {
        return where("phase", phase.word());
    }

    /** Those whose label matches a regular expression, or a Grafana variable of many values. */
    public Selector matching(String label, String expression) {
        return narrowed(label, "=~", expression);
    }

    /** Those whose label does not match a regular expression. */
    public Selector except(String label, String expression) {
        return narrowed(label, "!~", expression);
    }

    /** Growth per second of a counter. */
    public Query rate(Window window) {
        return over("rate", window);
    }

    /** Growth of a counter. */
    public Query increase(Window window) {
        return over("increase", window);
    }

    /** How often it changed. */
    public Query changes(Window window) {
        return over("changes", window);
    }

    /** The series that have this value, and did not have it a window ago. */
    public Query became(double value, Window ago) {
        String now = text() + " == " + number(value);
        String before = text() + " offset " + ago.text() + " == " + number(value);
        return new Query(now + " unless " + before, false, labels());
    }

    public Query last(Window window) {
        return over("last_over_time", window);
    }

    public Query mean(Window window) {
        return over("avg_over_time", window);
    }

    /** Its mean over the window that ended so long ago. */
    public Query mean(Window window, Duration ago) {
        return new Query("avg_over_time(" + within(window) + " offset " + Window.text(ago) + ")", true, labels());
    }

    /** Growth per second over the window that ended so long ago. */
    public Query rate(Window window, Duration ago) {
        return new Query("rate(" + within(window) + " offset " + Window.text(ago) + ")", true, labels());
    }

    public Query median(Window window) {
        return new Query("quantile_over_time(0.5, " + within(window) + ")", true, labels());
    }

    private Query over(String function, Window window) {
        return new Query(function + "(" + within(window) + ")", true, labels());
    }

    private String within(Window window) {
        return text() + "[" + window.text() + "]";
    }

    private Selector narrowed(String label, String operator, String value) {
        need(label);
        List<String> all = new ArrayList<>(conditions);
        all.add(label + operator + "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        return new Selector(name, List.copyOf(all), labels());
    }
}
