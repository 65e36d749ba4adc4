package dev.equipoise.app.internal.plan;

import dev.equipoise.app.internal.console.Table;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.app.internal.plan.PlanDescription.DescribedLayer;
import dev.equipoise.app.internal.plan.PlanDescription.DescribedPart;
import dev.equipoise.app.internal.plan.PlanDescription.DescribedValue;
import dev.equipoise.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Prints a described plan: values by role in aligned columns, data, layers, balance, warnings. */
public final class PlanText {

    private static final String INDENT = "  ";

    private final Terminal terminal;

    public PlanText(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Prints all of it. */
    public void print(PlanDescription plan) {
        terminal.out().println(terminal.bold(plan.experiment()) + "  " + plan.type());
        parts(plan.parts());
        section("data, as the model sees it", table(plan.data()));
        section("layers", layers(plan.layers(), plan.parameters()));
        section("memory in training", table(plan.memory()));
        if (!plan.critics().isEmpty()) {
            section("critics, without the leaky rectifiers between their layers", critics(plan.critics()));
        }
        if (!plan.balance().isEmpty()) {
            section("the same balance in each convention", balance(plan));
        }
        if (!plan.warnings().isEmpty()) {
            section("warnings", plan.warnings().stream().map(w -> INDENT + w).toList());
        }
        terminal.out().flush();
    }

    /** One table over all roles, so that its columns are aligned throughout. */
    private void parts(List<DescribedPart> parts) {
        Table table = new Table(INDENT, "llll");
        List<String> headings = new ArrayList<>();
        for (DescribedPart part : parts) {
            if (part.values().isEmpty()) {
                table.row(part.key(), "", "", part.origin());
                headings.add(part.role());
            }
            for (DescribedValue value : part.values()) {
                table.row(value.key(), value.value(), value.unit(), value.origin());
                headings.add(part.role());
            }
        }
        String last = "";
        for (int i = 0; i < headings.size(); i++) {
            if (!headings.get(i).equals(last)) {
                section(headings.get(i), List.of());
                last = headings.get(i);
            }
            terminal.out().println(table.lines().get(i));
        }
    }

    private static List<String> table(Map<String, String> words) {
        Table table = new Table(INDENT, "ll");
        words.forEach(table::row);
        return table.lines();
    }

    private static List<String> critics(List<DescribedLayer> layers) {
        return layers(
                layers, layers.stream().mapToLong(DescribedLayer::parameters).sum());
    }

    private static List<String> layers(List<DescribedLayer> layers, long parameters) {
        Table table = new Table(INDENT, "lllr").row("path", "layer", "output", "parameters");
        for (DescribedLayer row : layers) {
            table.row(row.path(), row.layer(), PlanDescription.shape(row.output()), Numbers.grouped(row.parameters()));
        }
        return table.row("in all", "", "", Numbers.grouped(parameters)).lines();
    }

    private static List<String> balance(PlanDescription plan) {
        Set<String> times = plan.balance().get(0).values().keySet();
        Table table = new Table(INDENT, "l" + "r".repeat(times.size())).row(cells("loss", times.stream()));
        plan.balance()
                .forEach(row -> table.row(
                        cells(row.loss(), row.values().values().stream().map(Numbers::significant))));
        return table.lines();
    }

    private static String[] cells(String first, Stream<String> others) {
        return Stream.concat(Stream.of(first), others).toArray(String[]::new);
    }

    private void section(String heading, List<String> lines) {
        terminal.out().println();
        terminal.out().println(terminal.bold(heading));
        lines.forEach(terminal.out()::println);
    }
}
