package dev.equipoise.app.internal.findlr;

import dev.equipoise.run.RunReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A range test for programs; it has either a rate or the reason that there is none.
 *
 * @param steps that were measured
 * @param beta that was held; null if the prices have none
 * @param files that were written in the directory
 * @param rate the suggestion
 * @param noRate why there is no suggestion, and what to do; null if there is one
 * @param key of the experiment's own highest rate; null if no attribute says it
 */
public record RangeTestSummary(
        String experiment,
        String directory,
        String status,
        @Nullable String reason,
        int steps,
        @Nullable Double beta,
        List<String> files,
        @Nullable Double rate,
        @Nullable String noRate,
        @Nullable String key) {

    /** The summary of a test that came to its end. */
    public static RangeTestSummary of(
            RunReport report, LossCurve curve, OptionalDouble beta, List<String> files, Optional<String> key) {
        Finding found = curve.finding();
        return new RangeTestSummary(
                report.experiment(),
                report.directory().toString(),
                report.status().word(),
                report.reason().orElse(null),
                curve.points().size(),
                beta.isPresent() ? beta.getAsDouble() : null,
                files,
                found instanceof Finding.Rate suggestion ? suggestion.rate() : null,
                found instanceof Finding.NoRate none ? none.text() : null,
                key.orElse(null));
    }
}
