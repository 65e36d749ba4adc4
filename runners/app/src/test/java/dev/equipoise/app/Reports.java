package dev.equipoise.app;

import dev.equipoise.balance.Contributions;
import dev.equipoise.balance.Measures;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.SplitEvaluation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reports to show. */
public final class Reports {

    private Reports() {}

    public static RunReport ended(RunStatus status, Optional<String> reason, Path directory) {
        return report(status, reason, directory, OptionalDouble.of(1), OptionalDouble.of(0.5), -46.1);
    }

    /** A sound run whose balance implies no decoder variance: beta 0 says one of 0, no beta says none. */
    public static RunReport withoutElbo(OptionalDouble beta, Path directory) {
        return report(RunStatus.COMPLETED, Optional.empty(), directory, beta, beta, Double.NaN);
    }

    private static RunReport report(
            RunStatus status,
            Optional<String> reason,
            Path directory,
            OptionalDouble beta,
            OptionalDouble variance,
            double elbo) {
        return new RunReport(
                "digits",
                status,
                reason,
                new RunStarted.Environment("MXNet", "cpu", "no GPU found", "1", Map.of()),
                7,
                20,
                940,
                31.24,
                3200.4,
                40,
                Optional.of(new Contributions(30, 6, Map.of("lateness", 4.0))),
                Map.of("lateness", 0.25),
                Map.of(),
                beta,
                beta,
                variance,
                Optional.of(split(31.25, elbo)),
                Optional.of(split(32.5, elbo)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                directory,
                0,
                1,
                status.exitCode());
    }

    private static SplitEvaluation split(double squaredError, double elbo) {
        return new SplitEvaluation(
                new Measures(
                        Double.NaN,
                        squaredError,
                        squaredError,
                        15.3,
                        15.3,
                        List.of(1.0, 2.0),
                        Map.of(),
                        Optional.empty()),
                squaredError / 784,
                "squared error per example",
                elbo,
                -12,
                12,
                13,
                Optional.empty());
    }
}
