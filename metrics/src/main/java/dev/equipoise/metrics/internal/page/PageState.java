package dev.equipoise.metrics.internal.page;

import dev.equipoise.run.Invocation;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StepFinished;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the page shows of a run at one moment.
 *
 * @param directory where its files lie, as it was given to the run
 * @param invocation calls the commands that work on it
 * @param resumable whether a checkpoint of it was saved
 * @param end empty while it runs
 * @param on engine and device
 * @param strategy key of the balancing strategy
 * @param trouble why the run needs a person
 * @param last step; empty before the first
 * @param validation of the last epoch; empty before the first
 * @param squaredError its course, as the other lists are of theirs
 * @param contributions courses of reconstruction, of divergence, and of all further terms together
 * @param terms beyond those two, and their critics
 * @param stepsBefore the first of the courses, if a run is resumed
 * @param stepsPerPoint of how many steps a point of a course is the mean
 */
record PageState(
        String experiment,
        String run,
        String directory,
        Invocation invocation,
        boolean resumable,
        Optional<RunReport> end,
        String on,
        String strategy,
        int epochs,
        long steps,
        Optional<String> trouble,
        Optional<StepFinished> last,
        Optional<SplitEvaluation> validation,
        List<Double> squaredError,
        List<Double> kl,
        List<List<Double>> contributions,
        List<Double> beta,
        List<FurtherTerm> terms,
        long stepsBefore,
        long stepsPerPoint,
        OptionalDouble secondsLeft) {

    /** A command on this run, and more words of it, as HTML that a person can copy into a terminal. */
    String command(String name, String more) {
        return Notices.code(invocation.with(name, directory) + more);
    }

    /** "running", or how it ended. */
    String state() {
        return end.map(report -> report.status().word()).orElse("running");
    }
}
