package dev.equipoise.app.internal.progress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.app.internal.console.Table;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.app.internal.saved.SplitTable;
import dev.equipoise.balance.Contributions;
import dev.equipoise.local.SavedModels;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.Phase;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.Verdict;
import dev.equipoise.text.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The results of a run and where they lie, in a few lines. */
final class ResultTable {

    private static final Logger LOG = LoggerFactory.getLogger(ResultTable.class);

    private ResultTable() {}

    /**
     * Prints the results, and where the meters are served where the endpoint lingers on after the end.
     *
     * @param splits whether the measures of the splits and its model are among the results
     * @param invocation calls the commands that come next
     */
    static void print(Terminal terminal, RunReport report, boolean splits, Duration linger, Invocation invocation) {
        terminal.out().println();
        terminal.out().println(terminal.bold(report.experiment()) + " " + ending(report));
        if (splits && (report.train().isPresent() || report.validation().isPresent())) {
            splits(report).lines().forEach(terminal.out()::println);
            noElbo(report).ifPresent(terminal.out()::println);
            warnings(report).forEach(terminal.out()::println);
        }
        Table rest = new Table("  ", "ll");
        report.furtherTerms()
                .forEach((name, mean) ->
                        rest.row(name, Numbers.significant(mean) + " (mean of the last epoch's training steps)"));
        report.contributions()
                .filter(parts -> splits)
                .ifPresent(parts -> rest.row("shares of the loss", shares(parts)));
        report.betaFinal().ifPresent(beta -> rest.row("beta at the end", Numbers.significant(beta)));
        report.decoderVariance().stream()
                .filter(variance -> variance > 0)
                .forEach(variance -> rest.row("decoder variance", Numbers.significant(variance)));
        rest.row("files", report.directory().toString());
        if (SavedModels.exist(report.directory())) {
            String directory = report.directory().toString();
            switch (report.status()) {
                case TERMINATED, FAILED -> rest.row("go on with", invocation.with("resume", directory));
                case COMPLETED, STOPPED -> {
                    if (splits) {
                        rest.row("export the model with", invocation.with("export", directory));
                    }
                }
                case DIVERGED -> {
                    // Its newest checkpoint leads to where it diverged.
                }
            }
        }
        if (linger.toSeconds() > 0) {
            metricsUrl(report.directory())
                    .ifPresent(url -> rest.row("metrics", url + " (for " + linger.toSeconds() + " s more)"));
        }
        rest.lines().forEach(terminal.out()::println);
        terminal.out().flush();
    }

    private static String ending(RunReport report) {
        return report.status().word()
                + stop(report).map(reason -> " (" + reason + ")").orElse("") + ": " + report.epochs()
                + (report.epochs() == 1 ? " epoch, " : " epochs, ")
                + Numbers.grouped(report.steps()) + " steps in " + Numbers.significant(report.seconds()) + " s, "
                + Numbers.grouped(Math.round(report.examplesPerSecond())) + " examples/s on "
                + report.environment().engine() + ", " + report.environment().device();
    }

    /** Why it ended before its last epoch; what the verdicts say has lines of its own. */
    private static Optional<String> stop(RunReport report) {
        return report.status() == RunStatus.COMPLETED ? Optional.empty() : report.reason();
    }

    /** Every verdict that found something and is not the reason of the end. */
    private static List<String> warnings(RunReport report) {
        return report.verdicts().stream()
                .filter(Verdict::isFound)
                .map(Verdict::text)
                .filter(text ->
                        stop(report).filter(reason -> reason.contains(text)).isEmpty())
                .map(text -> "  warning: " + text)
                .toList();
    }

    /** The endpoint's address, which the run has written beside its other files. */
    private static Optional<String> metricsUrl(Path directory) {
        Path file = directory.resolve("metrics.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(
                            new ObjectMapper().readTree(file.toFile()).get("url"))
                    .map(JsonNode::asText);
        } catch (IOException e) {
            LOG.warn("cannot read {}: {}", file, e.toString());
            return Optional.empty();
        }
    }

    private static Table splits(RunReport report) {
        Map<String, SplitEvaluation> splits = new LinkedHashMap<>();
        report.train().ifPresent(split -> splits.put(Phase.TRAIN.word(), split));
        report.validation().ifPresent(split -> splits.put(Phase.VALIDATION.word(), split));
        report.test().ifPresent(split -> splits.put("test", split));
        return SplitTable.of(splits);
    }

    /** Such as "reconstruction 75 %, divergence 25 %". */
    private static String shares(Contributions parts) {
        return parts.shares().entrySet().stream()
                .map(part -> part.getKey() + " " + Numbers.percent(part.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Why the table has no ELBO. */
    private static Optional<String> noElbo(RunReport report) {
        return report.train()
                .filter(split -> split.knownElbo().isEmpty())
                .map(split -> "  (no ELBO: the balance gives no variance of a Gaussian decoder"
                        + (report.betaFinal().isPresent() ? ", beta is 0)" : ", there is no effective beta)"));
    }
}
