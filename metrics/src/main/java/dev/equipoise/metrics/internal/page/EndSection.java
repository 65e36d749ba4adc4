package dev.equipoise.metrics.internal.page;

import dev.equipoise.run.ExitCode;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.Verdict;
import dev.equipoise.text.Numbers;
import java.util.List;

/** How a run ended, why, which verdicts hold, and what to do next: the first section of its page after the end. */
final class EndSection {
    private final PageState run;
    private final RunReport report;
    private final List<Verdict> found;

    private EndSection(PageState run, RunReport report) {
        this.run = run;
        this.report = report;
        found = report.verdicts().stream().filter(Verdict::isFound).toList();
    }

    /** Nothing while it runs. */
    static String of(PageState run) {
        return run.end().map(report -> new EndSection(run, report).html()).orElse("");
    }

    private String html() {
        String status = report.status().word();
        return "<section class=\"end " + status + "\"><h2>The end of the run</h2><dl>"
                + row(
                        "how",
                        "<b>" + status + "</b> after " + Numbers.grouped(report.steps()) + " of "
                                + Numbers.grouped(run.steps()) + " steps; exit code " + report.exitCode())
                + row("why", Html.escaped(why()))
                + verdicts()
                + row("what to do", next())
                + "</dl></section>";
    }

    private static String row(String name, String html) {
        return "<dt>" + name + "</dt><dd>" + html + "</dd>";
    }

    /** The reason without the verdicts that are a part of it, for they have lines of their own. */
    private String why() {
        String rest = report.reason().orElse("");
        for (Verdict verdict : found) {
            rest = rest.replace(verdict.text(), "");
        }
        String words = rest.replaceAll("(; )+", "; ").replaceAll("^; |; $", "");
        String why = words.isEmpty() ? ofItself() : words;
        return report.status() == RunStatus.TERMINATED ? why + " (by SIGTERM, Ctrl-C or its own program)" : why;
    }

    private String ofItself() {
        return switch (report.status()) {
            case COMPLETED -> "all epochs of the plan were trained";
            case STOPPED -> "a stopping rule ended it";
            case TERMINATED -> "it was asked to end";
            case DIVERGED -> "its loss or gradient was not finite";
            case FAILED -> "an error without a message ended it";
        };
    }

    private String verdicts() {
        StringBuilder rows = new StringBuilder();
        for (Verdict verdict : found) {
            rows.append(row("verdict", "<b>" + verdict.kind().id() + "</b> · " + Html.escaped(verdict.text())));
        }
        long judged = report.verdicts().stream()
                .filter(verdict -> verdict.holds().isPresent())
                .count();
        return found.isEmpty() && judged > 0
                ? row(
                        "verdicts",
                        "no verdict holds; this run could be judged on " + judged + " of "
                                + report.verdicts().size())
                : rows.toString();
    }

    private String next() {
        return switch (report.status()) {
            case COMPLETED, STOPPED -> ofAResult();
            case TERMINATED -> goOn("Continue from the last step: ", "");
            case DIVERGED ->
                file("autopsy.json") + " has its last steps. Lower the learning rate, or clip gradients at a lower"
                        + " norm. " + goOn("Continue from the last checkpoint: ", " --set KEY=VALUE --accept KEY");
            case FAILED ->
                "Fix the cause; " + file("log.txt") + " has more. "
                        + goOn("Then continue from the last checkpoint: ", set());
        };
    }

    private String ofAResult() {
        if (report.exitCode() != report.status().exitCode()) {
            return "Its files are incomplete. Fix the cause; " + file("log.txt") + " has more. "
                    + goOn("Then continue from the last checkpoint: ", "");
        }
        return (found.isEmpty() ? "" : "Try what the verdicts suggest in a new run. ")
                + file("summary.json") + " has its results; "
                + run.command("export", "") + " writes its weights.";
    }

    private String set() {
        return report.exitCode() == ExitCode.OUT_OF_MEMORY.code() && report.status() == RunStatus.FAILED
                ? " --set experiment.batchSize=N --accept experiment.batchSize"
                : "";
    }

    private String goOn(String words, String options) {
        return run.resumable()
                ? words + run.command("resume", options)
                : "It saved no checkpoint, so it must be run again.";
    }

    private String file(String name) {
        return Notices.code(run.directory() + "/" + name);
    }
}
