package dev.equipoise.metrics.grafana;

import dev.equipoise.metrics.Meter;
import dev.equipoise.metrics.grafana.Board.Section;
import dev.equipoise.metrics.internal.promql.Query;
import dev.equipoise.metrics.internal.promql.Selector;
import dev.equipoise.metrics.internal.promql.Window;
import dev.equipoise.run.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All runs side by side: a table to sort, and their courses. Runs that ended within the time shown are there too. */
final class FleetBoard {
    static final String UID = "equipoise-fleet";

    private static final String NAME = "{{experiment}} {{run}}";

    /** What the ELBO on the board says nothing about. */
    private static final String COMPARABLE = "The ELBO compares runs whose data were preprocessed in the same way; for"
            + " others, see elboOptimalVarianceData in their summary.json, which is in the units of the data.";

    /** A column of the table, in which every row is a run. */
    private record Column(String title, Query query, Unit unit) {}

    private FleetBoard() {}

    static Board board() {
        return new Board(
                UID,
                "Equipoise: fleet",
                "All runs side by side. Click a run to open its dashboard.",
                List.of(
                        Variable.dataSource(),
                        Variable.many("experiment", "Experiment", Query.of(Meter.RUN_INFO)),
                        Variable.many("run", "Run", Query.of(Meter.RUN_INFO).matching("experiment", "$experiment"))),
                List.of(new Annotation("State", "orange", States.entered(of(Meter.RUN_STATE)), "{{run}}: {{state}}")),
                List.of(new Section("Runs", List.of(states(), table())), new Section("Curves", courses())));
    }

    private static Panel states() {
        return States.colored(Panel.now("Runs by state", "The runs in the selected time range.")
                .size(24, 3)
                .unit(Unit.WHOLE)
                .show("{{state}}", state().countBy("state")));
    }

    private static Panel table() {
        List<Column> columns = List.of(
                new Column("Epoch", last(of(Meter.EPOCH)), Unit.WHOLE),
                new Column("Done", last(of(Meter.STEP)).dividedBy(last(of(Meter.PLANNED_STEPS))), Unit.SHARE),
                new Column("Loss", last(train(Meter.LOSS)), Unit.NUMBER),
                new Column("Squared error", last(validation(Meter.SQUARED_ERROR)), Unit.NUMBER),
                new Column("KL in nats", last(validation(Meter.KL_NATS)), Unit.NUMBER),
                new Column("Beta", last(of(Meter.BETA)), Unit.NUMBER),
                new Column("Active units", last(validation(Meter.ACTIVE_UNITS)), Unit.WHOLE),
                new Column("ELBO", last(validation(Meter.ELBO_OPTIMAL_VARIANCE_NATS)), Unit.NUMBER),
                new Column("Throughput", rate(), Unit.PER_SECOND),
                new Column(
                        "Checkpoint age",
                        last(of(Meter.CHECKPOINT_LAST_SUCCESS)).age(),
                        Unit.SECONDS));
        Panel table = Panel.table(
                        "Runs",
                        "One row per run; click a heading to sort. Loss is from the last step. Squared error, KL, active"
                                + " units and ELBO (at its best variance) are from the validation split. "
                                + COMPARABLE)
                .size(24, 12)
                .show("", state());
        Map<String, Object> names =
                new LinkedHashMap<>(DashboardJson.object("experiment", "Experiment", "run", "Run", "state", "State"));
        List<String> order = new ArrayList<>(names.keySet());
        for (Column column : columns) {
            table = table.show("", column.query())
                    .of(column.title(), "unit", column.unit().id());
            // Grafana names the values of a table's queries after their letters; A is the state's.
            String value = "Value #" + (char) ('B' + columns.indexOf(column));
            names.put(value, column.title());
            order.add(value);
        }
        Map<String, Object> places = new LinkedHashMap<>();
        order.forEach(column -> places.put(column, places.size()));
        return table.transformed("merge", Map.of())
                .transformed(
                        "organize",
                        DashboardJson.object(
                                "excludeByName",
                                DashboardJson.object("Time", true, "Value #A", true),
                                "indexByName",
                                places,
                                "renameByName",
                                names))
                .of("Run", "links", List.of(toRun()))
                .of("State", "mappings", States.mappings())
                .of("State", "custom.cellOptions", DashboardJson.object("type", "color-text"));
    }

    private static List<Panel> courses() {
        return List.of(
                course("Squared error", "per example", "From the validation split.", validation(Meter.SQUARED_ERROR)),
                course("KL", "nats per example", "From the validation split.", validation(Meter.KL_NATS)),
                course("Beta", "reconstruction per nat", "From the last step.", of(Meter.BETA))
                        .logarithmic(),
                course("Loss", "per example", "From the last step.", train(Meter.LOSS)),
                course(
                        "ELBO at its best variance",
                        "nats per example",
                        "Of the validation split; higher is better. " + COMPARABLE,
                        validation(Meter.ELBO_OPTIMAL_VARIANCE_NATS)),
                course("Active units", "latents", "From the validation split.", validation(Meter.ACTIVE_UNITS))
                        .unit(Unit.WHOLE)
                        .from(0),
                course(
                                "Throughput",
                                "examples per second",
                                "Training examples per second, including the time for evaluation and waiting.",
                                of(Meter.EXAMPLES).rate(Window.RATE))
                        .unit(Unit.PER_SECOND)
                        .from(0),
                course("Memory", "bytes", "Memory of each run's process.", of(Meter.RESIDENT_MEMORY))
                        .unit(Unit.BYTES)
                        .from(0),
                course("Non-finite values", "values", "Since each run began.", of(Meter.NONFINITE))
                        .unit(Unit.WHOLE)
                        .from(0));
    }

    private static Panel course(String title, String axis, String description, Query query) {
        return Panel.lines(title, axis, description).show(NAME, query);
    }

    private static Map<String, Object> toRun() {
        return DashboardJson.object(
                "title",
                "Open the dashboard of this run",
                "url",
                "/d/" + RunBoard.UID + "?var-experiment=${__data.fields.Experiment}&var-run=${__value.raw}"
                        + "&${__url_time_range}",
                "targetBlank",
                false);
    }

    private static Query state() {
        return of(Meter.RUN_STATE)
                .last(Window.SHOWN)
                .maxBy("experiment", "run", "state")
                .equalTo(1);
    }

    private static Query last(Selector selector) {
        return selector.last(Window.SHOWN).maxBy("experiment", "run");
    }

    private static Query rate() {
        return of(Meter.EXAMPLES).rate(Window.RATE).maxBy("experiment", "run");
    }

    private static Selector of(Meter meter) {
        return Query.of(meter).matching("experiment", "$experiment").matching("run", "$run");
    }

    private static Selector train(Meter meter) {
        return of(meter).in(Phase.TRAIN);
    }

    private static Selector validation(Meter meter) {
        return of(meter).in(Phase.VALIDATION);
    }
}
