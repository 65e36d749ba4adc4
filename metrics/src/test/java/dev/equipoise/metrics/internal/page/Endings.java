package dev.equipoise.metrics.internal.page;

import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reports of runs that ended, with no numbers but those of their end. */
final class Endings {
    private Endings() {}

    static RunReport of(RunStatus status) {
        return of(status, "", status.exitCode());
    }

    /** @param reason empty if it needs none */
    static RunReport of(RunStatus status, String reason, int exitCode, Verdict... verdicts) {
        return new RunReport(
                "digits",
                status,
                Optional.of(reason).filter(words -> !words.isEmpty()),
                new RunStarted.Environment("MXNet", "cpu", "no GPU found", "0.1.0", Map.of()),
                7,
                3,
                120,
                1.5,
                5000,
                9,
                Optional.empty(),
                Map.of(),
                Map.of(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(verdicts),
                Path.of("runs/digits/20261122-160000-ab1z"),
                0,
                1,
                exitCode);
    }
}
