package dev.equipoise.truth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** The table of docs/strategies.md that holds every part's end beside its prediction. */
final class OracleTable {

    private static final Path PAGE = Path.of("..", "..", "docs", "strategies.md");
    private static final String BEGIN = "<!-- oracle table: written by the slow tests -->";
    private static final String END = "<!-- end of the oracle table -->";

    private final List<String> rows = new ArrayList<>();

    void add(Prediction prediction, String engine, double distortion, double rate, OptionalDouble beta) {
        rows.add(String.format(
                Locale.ROOT,
                "| `%s` | %s | %s | %s / %s | %s / %s | %s / %s |",
                prediction,
                prediction.source(),
                engine,
                number(prediction.distortion()),
                number(distortion),
                number(prediction.rate()),
                number(rate),
                number(prediction.beta()),
                number(beta)));
    }

    /** Puts the table between its marks, if every row was measured: a part of it would lose the others. */
    void writeIfComplete(LongSupplier expected) throws IOException {
        if (rows.isEmpty() || rows.size() != expected.getAsLong()) {
            return;
        }
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        if (begin < BEGIN.length() || end < begin) {
            throw new IllegalStateException(PAGE + " must hold the marks of the oracle table");
        }
        Collections.sort(rows);
        List<String> table = new ArrayList<>(List.of(
                "",
                "| parts and settings | prediction | engine | squared error: predicted / reached | KL nats | beta |",
                "|---|---|---|---|---|---|"));
        table.addAll(rows);
        table.add("");
        Files.writeString(PAGE, page.substring(0, begin) + String.join("\n", table) + page.substring(end));
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "–";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 0.01 ? "%.1g" : "%.2f", value);
    }
}
