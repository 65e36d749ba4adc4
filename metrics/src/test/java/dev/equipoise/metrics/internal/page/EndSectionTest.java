package dev.equipoise.metrics.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.run.Invocation;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.Verdict;
import dev.equipoise.run.Verdict.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What the page says first once a run has ended. */
final class EndSectionTest {
    private static final String DIRECTORY = "runs/digits/20261122-160000-ab1z";
    private static final String RESUME = "<code>./equipoise --classpath target/classes resume " + DIRECTORY + "</code>";

    @Test
    void aLiveRunHasNone() {
        assertThat(page(Optional.empty(), true)).doesNotContain("The end of the run", "no step was made");
    }

    @Test
    void itStandsAboveTheRestOfThePage() {
        String html = page(Optional.of(Endings.of(RunStatus.STOPPED, "patience is over", 0)), true);
        assertThat(html).contains("<span class=\"state stopped\">stopped</span>", "no step was made");
        assertThat(html.indexOf("The end of the run"))
                .isBetween(html.indexOf("</header>"), html.indexOf("no step was made"));
    }

    @Test
    void aCompletedRunSaysWhatCanBeDoneWithIt() {
        assertThat(end(
                        Endings.of(
                                RunStatus.COMPLETED,
                                "",
                                0,
                                Verdict.holdsNot(Kind.COLLAPSED, "the latents save 72 %"),
                                Verdict.cannotSay(Kind.MEMORIZING, "too few steps")),
                        true))
                .contains(
                        "<section class=\"end completed\">",
                        "<b>completed</b> after 120 of 940 steps; exit code 0",
                        "<dt>why</dt><dd>all epochs of the plan were trained</dd>",
                        "no verdict holds; this run could be judged on 1 of 2",
                        "<code>" + DIRECTORY + "/summary.json</code> has its results",
                        "<code>./equipoise --classpath target/classes export " + DIRECTORY + "</code>")
                .doesNotContain("resume", "too few steps");
    }

    @Test
    void aVerdictThatHoldsHasALineAndIsNotSaidTwice() {
        String missed = "the target was missed: KL is 12 & not 15 nats; raise beta";
        String end = end(
                Endings.of(
                        RunStatus.STOPPED,
                        "patience is over; " + missed,
                        0,
                        Verdict.holdsNot(Kind.COLLAPSED, "the latents save 72 %"),
                        Verdict.holds(Kind.TARGET_MISSED, missed)),
                true);
        assertThat(end)
                .contains(
                        "<dt>why</dt><dd>patience is over</dd>",
                        "<dt>verdict</dt><dd><b>targetMissed</b> · the target was missed: KL is 12 &amp; not 15 nats;"
                                + " raise beta</dd>",
                        "Try what the verdicts suggest in a new run.")
                .containsOnlyOnce("the target was missed")
                .doesNotContain("72 %");
    }

    @Test
    void aTerminatedRunSaysHowToGoOn() {
        RunReport report = Endings.of(RunStatus.TERMINATED, "it was asked to end", 143);
        assertThat(end(report, true))
                .contains(
                        "<b>terminated</b> after 120 of 940 steps; exit code 143",
                        "<dd>it was asked to end (by SIGTERM, Ctrl-C or its own program)</dd>",
                        "Continue from the last step: " + RESUME);
        assertThat(end(report, false)).contains("It saved no checkpoint").doesNotContain("resume");
    }

    @Test
    void aDivergedRunSaysWhatToChange() {
        assertThat(end(Endings.of(RunStatus.DIVERGED, "the loss of step 7 is not finite", 70), true))
                .contains(
                        "<b>diverged</b> after 120 of 940 steps; exit code 70",
                        "<dd>the loss of step 7 is not finite</dd>",
                        DIRECTORY + "/autopsy.json",
                        "./equipoise --classpath target/classes resume " + DIRECTORY
                                + " --set KEY=VALUE --accept KEY</code>");
    }

    @Test
    void aFailedRunHasTheMessageOfItsFailure() {
        assertThat(end(Endings.of(RunStatus.FAILED, "java.lang.IllegalStateException: <b>", 1), true))
                .contains(
                        "<b>failed</b> after 120 of 940 steps; exit code 1",
                        "<dd>java.lang.IllegalStateException: &lt;b&gt;</dd>",
                        "Fix the cause; <code>" + DIRECTORY + "/log.txt</code> has more.",
                        RESUME);
        assertThat(end(Endings.of(RunStatus.FAILED, "no memory", 71), true))
                .contains("--set experiment.batchSize=N --accept experiment.batchSize</code>");
    }

    @Test
    void aResultThatIsNotOnDiskIsNoResult() {
        assertThat(end(Endings.of(RunStatus.COMPLETED, "the last checkpoint is not on disk: full", 74), true))
                .contains("exit code 74", "<dd>the last checkpoint is not on disk: full</dd>", RESUME)
                .doesNotContain("export");
    }

    private static String end(RunReport report, boolean resumable) {
        String html = page(Optional.of(report), resumable);
        return html.substring(html.indexOf("<section class=\"end"), html.indexOf("no step was made"));
    }

    private static String page(Optional<RunReport> end, boolean resumable) {
        return LivePage.of(new PageState(
                        "digits",
                        "20261122-160000-ab1z",
                        DIRECTORY,
                        new Invocation(List.of("./equipoise", "--classpath", "target/classes")),
                        resumable,
                        end,
                        "MXNet on cpu",
                        "fixedBeta",
                        20,
                        940,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        0,
                        1,
                        OptionalDouble.empty()))
                .html();
    }
}
