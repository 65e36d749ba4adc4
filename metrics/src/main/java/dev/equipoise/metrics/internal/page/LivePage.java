package dev.equipoise.metrics.internal.page;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Contributions;
import dev.equipoise.metrics.endpoint.MetricsEndpoint;
import dev.equipoise.metrics.endpoint.MetricsEndpoint.Page;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StepFinished;
import dev.equipoise.text.Numbers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Writes the page: one file of HTML whose policy allows its one style sheet by hash, the one script that the endpoint
 * serves beside it, and nothing else. The script is the same for every run; it asks for the page every
 * {@link MetricsEndpoint#REFRESH} and shows what it gets. All that a run says is written here, and escaped.
 */
final class LivePage {
    static final String SCRIPT = resource("page.js");

    private static final long SECONDS = MetricsEndpoint.REFRESH.toSeconds();
    private static final int MOST_BARS = 128;
    private static final String STYLE = resource("page.css");
    private static final String POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'sha256-"
            + hash(STYLE) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final PageState run;

    private LivePage(PageState run) {
        this.run = run;
    }

    static Page of(PageState run) {
        return new Page(new LivePage(run).html(), POLICY);
    }

    private String html() {
        String name = Html.escaped(run.experiment());
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">" + refresh()
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" + name + " · "
                + run.state() + "</title><style>" + STYLE + "</style></head><body><main id=\"run\" data-run=\""
                + Html.escaped(run.run()) + "\">"
                + header(name)
                + Notices.of(run)
                + EndSection.of(run)
                + trouble()
                + run.last().map(this::content).orElse("<section>" + noStep() + "</section>")
                + "<footer>Equipoise · <a href=\"metrics\">meters for Prometheus</a></footer></main></body></html>\n";
    }

    /** A browser without scripts loads the page of a live run anew. */
    private String refresh() {
        String anew = run.end().isPresent()
                ? ""
                : "<noscript><meta http-equiv=\"refresh\" content=\"" + SECONDS + "\"></noscript>";
        return "<script src=\"page.js\" data-seconds=\"" + SECONDS + "\" defer=\"\"></script>" + anew;
    }

    private String noStep() {
        return run.end().isPresent() ? "no step was made" : "waiting for the first step";
    }

    private String header(String name) {
        return "<header><h1>" + name + "</h1><span class=\"state " + run.state() + "\">" + run.state()
                + "</span><p class=\"facts\">run "
                + Html.escaped(run.run()) + " · " + Html.escaped(run.on()) + " · strategy "
                + Html.escaped(run.strategy()) + "</p></header>";
    }

    private String trouble() {
        return run.trouble()
                .map(why -> "<p class=\"trouble\">" + Html.escaped(why) + "</p>")
                .orElse("");
    }

    private String content(StepFinished last) {
        return progress(last)
                + figures(last)
                + balance(last)
                + courses(last)
                + latents(last.readings().klPerLatent());
    }

    private String progress(StepFinished last) {
        String left = run.secondsLeft().isPresent()
                ? "about " + Numbers.duration(run.secondsLeft().getAsDouble()) + " left"
                : "";
        String where = "epoch " + Numbers.grouped(last.epoch() + 1L) + " of " + Numbers.grouped(run.epochs())
                + ", step " + Numbers.grouped(last.step() + 1) + " of " + Numbers.grouped(run.steps());
        return "<section class=\"thin\"><div class=\"head\"><b>" + where + "</b><span class=\"axis\">" + left
                + "</span></div>" + Chart.progress(where, (last.step() + 1.0) / Math.max(1, run.steps()))
                + "</section>";
    }

    private String figures(StepFinished last) {
        String beta = last.beta().isPresent() ? Numbers.significant(last.beta().getAsDouble()) : "none";
        Double errorTarget = last.strategy().get(BalancingStrategy.SQUARED_ERROR_TARGET);
        OptionalDouble askedError = errorTarget == null ? OptionalDouble.empty() : OptionalDouble.of(errorTarget);
        return "<section class=\"last\"><h2>Last step</h2><div class=\"figures\">"
                + figure("loss", Numbers.significant(last.readings().loss()), "per example")
                + figure(
                        "squared error",
                        Numbers.significant(last.readings().squaredError()),
                        unit("per example", askedError))
                + figure("KL", Numbers.significant(last.readings().kl()), unit("nats per example", last.klTarget()))
                + figure("beta", beta, "reconstruction per nat")
                + figure(
                        "active units",
                        run.validation().map(split -> activeUnits(last, split)).orElse("–"),
                        run.validation().isPresent() ? "validation, last epoch" : "known after the first epoch")
                + figure("learning rate", Numbers.significant(last.learningRate()), "per step") + "</div></section>";
    }

    private static String unit(String unit, OptionalDouble target) {
        return target.isPresent() ? unit + ", target " + Numbers.significant(target.getAsDouble()) : unit;
    }

    private static String activeUnits(StepFinished last, SplitEvaluation split) {
        int latents = last.readings().klPerLatent().size();
        return split.activeUnits() + (latents == 0 ? "" : " of " + latents);
    }

    private static String figure(String name, String value, String unit) {
        return "<div><h2>" + name + "</h2><b>" + value + "</b><small>" + unit + "</small></div>";
    }

    private String balance(StepFinished last) {
        return last.readings()
                .contributions()
                .filter(parts ->
                        DoubleStream.of(ContributionCurves.sizes(parts)).allMatch(Double::isFinite))
                .map(parts -> balance(last, parts))
                .orElse("");
    }

    private String balance(StepFinished last, Contributions parts) {
        List<String> words = parts.shares().entrySet().stream()
                .map(part -> Html.escaped(part.getKey()) + " " + Numbers.percent(part.getValue()))
                .toList();
        return "<section><div class=\"head\"><h2>Balance: what each term adds to the loss at its price</h2>"
                + "<span class=\"axis\">last step, without a likelihood's normalising constant</span></div>"
                + "<div class=\"scale\">"
                + Chart.balance("shares of the terms in the last step", ContributionCurves.sizes(parts))
                + "</div><div class=\"words\"><span>" + String.join("</span><span>", words)
                + "</span></div><div class=\"gap\">"
                + Chart.shares(
                        "the shares over the run", run.contributions(), step(run.stepsBefore()), step(last.step()))
                + "</div></section>";
    }

    private String courses(StepFinished last) {
        String beta = last.beta().isPresent() ? course("Beta", "beta", "reconstruction per nat", run.beta(), last) : "";
        return "<div class=\"row\">" + course("Squared error", "error", "per example", run.squaredError(), last)
                + course("KL divergence", "kl", "nats per example", run.kl(), last) + beta + "</div>" + terms(last)
                + "<p class=\"axis\"><span>"
                + means(last) + "</span></p>";
    }

    /** Has the number of the last step in its words, for no other place on the page has it. */
    private String terms(StepFinished last) {
        return run.terms().isEmpty()
                ? ""
                : run.terms().stream()
                        .map(term -> course(
                                term.name(), "term", term.unit() + ", last step " + lastOf(term), term.points(), last))
                        .collect(Collectors.joining("", "<div class=\"row\">", "</div>"));
    }

    private static String lastOf(FurtherTerm term) {
        return term.last().map(Numbers::significant).orElse("not measured");
    }

    private String course(String name, String colour, String unit, List<Double> points, StepFinished last) {
        return "<section><div class=\"head\"><h2>" + Html.escaped(name) + "</h2><span class=\"axis\">"
                + Html.escaped(unit) + "</span></div>"
                + Chart.line(name + " over the run", colour, points, step(run.stepsBefore()), step(last.step()))
                + "</section>";
    }

    /** What a point of a curve is, which is not what a number of the last step is. */
    private String means(StepFinished last) {
        return "Curves go from " + step(run.stepsBefore())
                + (run.stepsBefore() > 0 ? ", at which the run was resumed," : "") + " to " + step(last.step())
                + " and have a point for "
                + (run.stepsPerPoint() == 1
                        ? "each step."
                        : "every " + Numbers.grouped(run.stepsPerPoint()) + " steps, their mean.");
    }

    private static String step(long index) {
        return "step " + Numbers.grouped(index + 1);
    }

    /** Nothing if latents have no KL of their own. */
    private static String latents(List<Double> kl) {
        if (kl.isEmpty()) {
            return "";
        }
        int[] shown = IntStream.range(0, kl.size())
                .boxed()
                .sorted(Comparator.comparingDouble(latent -> -kl.get(latent)))
                .limit(MOST_BARS)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        double[] values = IntStream.of(shown).mapToDouble(kl::get).toArray();
        List<String> titles = IntStream.of(shown)
                .mapToObj(latent -> "latent " + latent + ": " + Numbers.significant(kl.get(latent)) + " nats")
                .toList();
        String which =
                shown.length < kl.size() ? "the " + shown.length + " largest of " + kl.size() : kl.size() + " latents";
        String first = shown.length == 0 ? "" : "latent " + shown[0];
        String end = shown.length < 2 ? "" : "latent " + shown[shown.length - 1];
        return "<section class=\"tall\"><div class=\"head\"><h2>KL per latent in the last step</h2>"
                + "<span class=\"axis\">nats per example; " + which + "</span></div>"
                + Chart.bars("KL per latent", titles, values, first, end) + "</section>";
    }

    private static String resource(String name) {
        try (InputStream file = Objects.requireNonNull(LivePage.class.getResourceAsStream(name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
