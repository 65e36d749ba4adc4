package dev.equipoise.metrics.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Contributions;
import dev.equipoise.balance.Measures;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.metrics.endpoint.MetricsEndpoint.Page;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StepFinished;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

final class LivePageTest {

    @Test
    void itShowsTheNumbersOfTheRun() {
        Page page = LivePage.of(view("digits-cyclical", "running", 16));
        assertThat(page.html())
                .contains(
                        "<h1>digits-cyclical</h1>",
                        "epoch 3 of 20, step 120 of 940",
                        "about 2 min 05 s left",
                        "<h2>Last step</h2>",
                        "<h2>squared error</h2><b>23.46</b><small>per example, target 20</small>",
                        "<h2>KL</h2><b>15.75</b><small>nats per example, target 16</small>",
                        "<h2>beta</h2><b>0.5</b>",
                        "<b>12 of 16</b>",
                        "<span>reconstruction 65 %</span><span>divergence 22 %</span><span>lateness 14 %</span>",
                        "<rect class=\"fill term\" x=\"862\" width=\"138\" height=\"200\"/>",
                        "Curves go from step 41, at which the run was resumed, to step 120"
                                + " and have a point for every 4 steps, their mean.",
                        "<span>latent 0</span><span></span><span>latent 15</span>",
                        "latent 3: 0.25 nats",
                        "<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>");
    }

    @Test
    void noNumberStandsBesideACurveThatIsNotTheLastSteps() {
        String html = LivePage.of(view("digits-cyclical", "running", 16)).html();
        String curves = html.substring(html.indexOf("<div class=\"row\">"));
        assertThat(curves).contains("23.46").doesNotContain("<b>");
        assertThat(html).containsOnlyOnce("<b>23.46</b>");
    }

    @Test
    void itIsWellFormedAndItsOwnScriptIsAllThatRuns() throws Exception {
        String html = LivePage.of(view("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", 300))
                .html();
        assertThat(html)
                .contains(
                        "<head><meta charset=\"utf-8\"><script src=\"page.js\" data-seconds=\"5\" defer=\"\"></script>")
                .containsOnlyOnce("<script")
                .doesNotContain("<img")
                .doesNotContain("javascript:");
        assertThat(html).contains("&lt;script&gt;alert(1)&lt;/script&gt;", "the 128 largest of 300");
        // The few void elements are all that keeps it from being XML.
        String xml = html.replaceFirst("<!doctype html>", "").replaceAll("(<meta [^>]*)>", "$1/>");
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(xml)))
                        .getElementsByTagName("svg")
                        .getLength())
                .isEqualTo(7);
        assertThat(html).doesNotContainPattern("\\son[a-z]+=\"").doesNotContain(" style=");
    }

    @Test
    void itsPolicyAllowsItsOwnStyleAndScriptAndNothingElse() throws Exception {
        Page page = LivePage.of(view("digits", "completed", 4));
        String style = page.html().replaceAll("(?s).*<style>(.*)</style>.*", "$1");
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
        assertThat(page.contentSecurityPolicy())
                .isEqualTo("default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'sha256-" + hash
                        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(page.html()).doesNotContain("http-equiv=\"refresh\"");
    }

    @Test
    void aCourseOfAnyLengthHasAtMostAsManyPointsAndItsMean() {
        Curve course = new Curve();
        for (int i = 0; i < 100_000; i++) {
            course.add(i);
            course.add(Double.NaN);
        }
        List<Double> points = course.points();
        assertThat(points).hasSizeBetween(Curve.POINTS / 2, Curve.POINTS).isSorted();
        assertThat(points.get(0)).isEqualTo(255.5);
        assertThat(points.get(points.size() - 1)).isGreaterThan(99_000);
    }

    private static PageState view(String experiment, String state, int latents) {
        List<Double> kl = IntStream.range(0, latents)
                .mapToObj(i -> i == 3 ? 0.25 : 3 * Math.exp(-0.3 * (i * 7 % latents)))
                .toList();
        StepFinished last = new StepFinished(
                119,
                2,
                1.25e-3,
                Prices.beta(0.5),
                OptionalDouble.of(0.5),
                new Readings(
                        new Measures(
                                36.335,
                                23.46,
                                23.46,
                                15.75,
                                15.75,
                                kl,
                                Map.of("lateness", 2.5),
                                Optional.of(new Contributions(23.46, 7.875, Map.of("lateness", 5.0)))),
                        4.2,
                        10,
                        false,
                        Map.of()),
                OptionalDouble.of(16),
                Map.of(BalancingStrategy.SQUARED_ERROR_TARGET, 20.0),
                0.006,
                0);
        SplitEvaluation validation = new SplitEvaluation(
                new Measures(Double.NaN, 24, 24, 15, 15, List.of(), Map.of(), Optional.empty()),
                0.03,
                "squared error per example",
                -20,
                -19,
                12,
                12,
                Optional.empty());
        return new PageState(
                experiment,
                "20261122-160000-ab1z",
                "runs/digits/20261122-160000-ab1z",
                Invocation.PLAIN,
                true,
                state.equals("running") ? Optional.empty() : Optional.of(Endings.of(RunStatus.COMPLETED)),
                "MXNet on cpu",
                "cyclicalAnnealing",
                20,
                940,
                Optional.of("the checkpoint of step 100 could not be written: No space left on device"),
                Optional.of(last),
                Optional.of(validation),
                course(i -> 23.46 + 60 * Math.exp(-i / 20.0)),
                course(i -> 15.75 * (1 - Math.exp(-i / 30.0)) + Math.sin(i / 5.0)),
                List.of(
                        course(i -> 23.46 + 60 * Math.exp(-i / 20.0)),
                        course(i -> i == 199 ? 7.82 : 8 * (i % 50) / 50.0),
                        course(i -> 5.0)),
                course(i -> (i % 50) / 50.0),
                List.of(),
                40,
                4,
                OptionalDouble.of(125));
    }

    private static List<Double> course(java.util.function.IntToDoubleFunction value) {
        return IntStream.range(0, 200).mapToObj(value::applyAsDouble).toList();
    }
}
