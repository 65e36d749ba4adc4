package dev.equipoise.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.Readings;
import dev.equipoise.metrics.internal.page.LiveRun;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.StepFinished;
import dev.equipoise.testing.Events;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of terms beyond reconstruction and divergence. */
final class FurtherTermsOnThePageTest {
    private static final StepFinished STEP = Events.step(0, 11.5, 1.5, 0.25);

    @TempDir
    private Path directory;

    @Test
    void eachHasItsCourseItsUnitAndItsLastNumberAndSoHasItsCritic() {
        LiveRun run = new LiveRun(judged("totalCorrelation", "nats"), Invocation.PLAIN);
        run.stepFinished(step(0.5, 0.6875));
        run.stepFinished(step(0.375, 0.625));

        assertThat(html(run))
                .contains(
                        "what each term adds to the loss at its price</h2>",
                        "<h2>totalCorrelation</h2><span class=\"axis\">nats, last step 0.375</span>",
                        "aria-label=\"totalCorrelation over the run\"",
                        "<span>0.5</span><span>0.4375</span><span>0.375</span>",
                        "<h2>critic of totalCorrelation</h2><span class=\"axis\">its loss, last step 0.625</span>",
                        "<span>0.6875</span><span>0.6563</span><span>0.625</span>")
                .doesNotContain("<h2>kl</h2>");
    }

    @Test
    void aRunWithoutThemHasNoRowOfThem() {
        LiveRun run = new LiveRun(Events.started(directory), Invocation.PLAIN);
        run.stepFinished(STEP);
        assertThat(html(run))
                .contains("what each term adds to the loss at its price</h2>")
                .doesNotContain("totalCorrelation")
                .containsOnlyOnce("<div class=\"row\">");
    }

    @Test
    void aStepThatDidNotReachThemSaysSo() {
        LiveRun run = new LiveRun(judged("totalCorrelation", "nats"), Invocation.PLAIN);
        run.stepFinished(step(0.5, 0.6875));
        run.stepFinished(step(Double.NaN, 0.6875));
        assertThat(html(run)).contains("nats, last step NaN");
        run.stepFinished(STEP);
        assertThat(html(run)).contains("nats, last step not measured", "its loss, last step not measured");
    }

    @Test
    void aNameAndAUnitAreInert() {
        LiveRun run = new LiveRun(judged("<script>alert(1)</script>", "\"><img src=x>"), Invocation.PLAIN);
        run.stepFinished(STEP);
        assertThat(html(run))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&quot;&gt;&lt;img src=x&gt;")
                .containsOnlyOnce("<script")
                .contains("<script src=\"page.js\"")
                .doesNotContain("<img", "&amp;lt;");
    }

    private RunStarted judged(String measure, String unit) {
        return JudgedTerm.started(directory, Measure.of(measure, Grain.EXAMPLE, unit));
    }

    private static StepFinished step(double measured, double criticLoss) {
        return Events.judged(
                STEP,
                Map.of("squaredError", 8.0, "kl", 1.75, "totalCorrelation", measured),
                Map.of("totalCorrelation", new Readings.OfCritic(criticLoss, 1)));
    }

    private static String html(LiveRun run) {
        return run.page().html();
    }
}
