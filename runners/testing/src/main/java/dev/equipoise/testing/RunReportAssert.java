package dev.equipoise.testing;

import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.Verdict;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Assertions about the result of a run. */
public final class RunReportAssert extends AbstractAssert<RunReportAssert, RunReport> {

    RunReportAssert(RunReport actual) {
        super(actual, RunReportAssert.class);
    }

    /** The run reached its last epoch. */
    public RunReportAssert completed() {
        return hasStatus(RunStatus.COMPLETED);
    }

    /** How the run ended. */
    public RunReportAssert hasStatus(RunStatus expected) {
        isNotNull();
        if (actual.status() != expected) {
            failWithMessage(
                    "the run must have ended as %s, got %s: %s",
                    expected, actual.status(), actual.reason().orElse("no reason"));
        }
        return this;
    }

    /** None of the verdicts on the trained model holds, such as a collapse or a missed target. */
    public RunReportAssert hasNoComplaint() {
        isNotNull();
        List<Verdict> holding = actual.verdicts().stream()
                .filter(verdict -> verdict.holds().orElse(false))
                .toList();
        Assertions.assertThat(holding).as("verdicts that hold").isEmpty();
        return this;
    }

    /** KL of the validation split, in nats. */
    public RunReportAssert hasKlBetween(double least, double most) {
        Assertions.assertThat(validation().kl()).as("KL in nats").isBetween(least, most);
        return this;
    }

    /** Squared error of the validation split, summed over a datum's elements. */
    public RunReportAssert hasSquaredErrorBetween(double least, double most) {
        Assertions.assertThat(validation().squaredError())
                .as("squared error per example")
                .isBetween(least, most);
        return this;
    }

    /** Active units on the validation split. */
    public RunReportAssert hasActiveUnits(int expected) {
        Assertions.assertThat(validation().activeUnits()).as("active units").isEqualTo(expected);
        return this;
    }

    private SplitEvaluation validation() {
        isNotNull();
        return actual.validation()
                .orElseThrow(() -> new AssertionError("the run must have evaluated the validation split, but ended as "
                        + actual.status() + ": " + actual.reason().orElse("no reason")));
    }
}
