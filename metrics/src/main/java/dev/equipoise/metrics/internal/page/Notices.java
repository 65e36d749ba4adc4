package dev.equipoise.metrics.internal.page;

/** What the page's script shows when the run does not answer any more, or another one does: written here, hidden until then. */
final class Notices {
    private Notices() {}

    static String of(PageState run) {
        return notice("lost", run.end().isPresent() ? ended() : lost(run))
                + notice(
                        "other",
                        "Another run answers at this address now: <a href=\"./\">show it</a>. The last state of this one"
                                + " is kept below.");
    }

    static String code(String text) {
        return "<code>" + Html.escaped(text) + "</code>";
    }

    private static String ended() {
        return "The run has ended and its process is gone: no answer since <time></time>. Its last state is kept below.";
    }

    private static String lost(PageState run) {
        String more = run.resumable()
                ? "; " + run.command("resume", "") + " continues from its last checkpoint."
                : ". The run had not saved a checkpoint yet.";
        return "No answer from the run since <time></time>. Its process has ended or cannot be reached; the last state"
                + " is kept below. " + run.command("watch", "") + " shows it from its files" + more;
    }

    private static String notice(String id, String html) {
        return "<p class=\"notice\" id=\"" + id + "\" role=\"status\" hidden=\"\">" + html + "</p>";
    }
}
