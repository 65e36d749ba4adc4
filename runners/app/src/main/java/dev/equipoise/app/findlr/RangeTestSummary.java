package dev.equipoise.app.findlr;

import dev.equipoise.run.RunReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A range test for programs; without a suggestion the rates are null.
 *
 * @param steps that were measured
 * @param beta that was held; null where the prices have none
 * @param files that were written in the directory
 * @param steepest the rate around which the loss fell fastest
 * @param tenth a tenth of the rate from which on it rose
 * @param lowest that rate
 * @param fellToTheEnd whether it is the last one, so that the loss might fall further
 * @param key of the experiment's own highest rate; null where no attribute says it
 */
public record RangeTestSummary(
        String experiment,
        String directory,
        String status,
        @Nullable String reason,
        int steps,
        @Nullable Double beta,
        List<String> files,
        @Nullable Double steepest,
        @Nullable Double tenth,
        @Nullable Double lowest,
        @Nullable Boolean fellToTheEnd,
        @Nullable String key) {

    /** The summary of a test that came to its end. */
    public static RangeTestSummary of(
            RunReport report, LossCurve curve, OptionalDouble beta, List<String> files, Optional<String> key) {
        Optional<Suggestion> found = curve.suggestion();
        return new RangeTestSummary(
                report.experiment(),
                report.directory().toString(),
                report.status().name().toLowerCase(Locale.ROOT),
                report.reason().orElse(null),
                curve.points().size(),
                beta.isPresent() ? beta.getAsDouble() : null,
                files,
                found.map(Suggestion::steepest).orElse(null),
                found.map(Suggestion::tenth).orElse(null),
                found.map(Suggestion::lowest).orElse(null),
                found.map(Suggestion::atTheEnd).orElse(null),
                key.orElse(null));
    }
}
