package dev.equipoise.app.internal.saved;

import dev.equipoise.app.internal.console.Table;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.text.Numbers;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Evaluated splits, one in each column. */
public final class SplitTable {

    private SplitTable() {}

    /** @param splits by name */
    public static Table of(Map<String, SplitEvaluation> splits) {
        Table table = new Table("  ", "l" + "r".repeat(splits.size()));
        table.row(Stream.concat(Stream.of(""), splits.keySet().stream()).toArray(String[]::new));
        row(table, splits, "squared error per example", s -> Numbers.significant(s.squaredError()));
        row(table, splits, "mse per element", s -> Numbers.significant(s.mse()));
        row(table, splits, "KL in nats", s -> Numbers.significant(s.kl()));
        row(table, splits, "ELBO in nats", SplitTable::elbo);
        splits.values().stream()
                .limit(1)
                .flatMap(split -> split.bound().stream())
                .forEach(of -> row(
                        table,
                        splits,
                        "bound of " + of.samples() + " samples, nats",
                        s -> s.bound().map(b -> Numbers.significant(b.nats())).orElse("-")));
        if (first(splits, s -> !Double.isNaN(s.elboOptimalVariance()))) {
            row(table, splits, "ELBO, best variance", s -> Numbers.significant(s.elboOptimalVariance()));
        }
        if (first(splits, s -> s.sourceUnits().isPresent())) {
            row(table, splits, "ELBO in the data's units", SplitTable::inSourceUnits);
        }
        splits.values().stream()
                .limit(1)
                .flatMap(split -> split.gained().keySet().stream())
                .forEach(name -> row(
                        table,
                        splits,
                        "nats gained by " + name,
                        s -> Numbers.significant(s.gained().getOrDefault(name, Double.NaN))));
        row(
                table,
                splits,
                "active units",
                s -> s.activeUnits()
                        + (s.klPerLatent().isEmpty()
                                ? ""
                                : " of " + s.klPerLatent().size()));
        return table;
    }

    private static boolean first(Map<String, SplitEvaluation> splits, Predicate<SplitEvaluation> has) {
        return splits.values().stream().limit(1).anyMatch(has);
    }

    private static String inSourceUnits(SplitEvaluation split) {
        return split.sourceUnits()
                .map(units -> Numbers.significant(units.elboOptimalVariance()))
                .orElse("-");
    }

    private static String elbo(SplitEvaluation split) {
        return split.knownElbo().isPresent() ? Numbers.significant(split.elbo()) : "-";
    }

    private static void row(
            Table table, Map<String, SplitEvaluation> splits, String name, Function<SplitEvaluation, String> value) {
        table.row(Stream.concat(Stream.of(name), splits.values().stream().map(value))
                .toArray(String[]::new));
    }
}
