package dev.equipoise.app.internal.console;

import dev.equipoise.local.ending.Signals;
import java.io.File;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where people read: results on {@code out}, everything else on {@code err}.
 *
 * @param out results and progress
 * @param err errors
 * @param interactive whether {@code out} is a terminal whose last line can be written anew
 * @param colors whether it may show colours
 * @param unicode whether it can show more than ASCII
 * @param width in characters
 * @param live the last line of {@code out}, above which both stand
 */
public record Terminal(
        PrintWriter out,
        PrintWriter err,
        boolean interactive,
        boolean colors,
        boolean unicode,
        Columns width,
        LiveLine live) {

    private static final Logger LOG = LoggerFactory.getLogger(Terminal.class);

    /**
     * The terminal of this process. The launcher tells by EQUIPOISE_TERMINAL whether standard output is one; without it
     * the JDK knows only whether input and output both are.
     */
    @SuppressWarnings("SystemConsoleNull") // with the provider below it is null again
    public static Terminal system(Map<String, String> environment) {
        // From JDK 22 on there is a console without a terminal unless this provider is chosen.
        System.setProperty("jdk.console", System.getProperty("jdk.console", "java.base"));
        String told = environment.get("EQUIPOISE_TERMINAL");
        boolean terminal = told != null ? told.equals("true") : System.console() != null;
        boolean interactive = terminal && !"dumb".equals(environment.get("TERM"));
        // NO_COLOR counts when it is there and not empty (no-color.org).
        boolean colors = interactive && environment.getOrDefault("NO_COLOR", "").isEmpty();
        // Formulas hold Greek letters. Windows' consoles speak their own code page, every other terminal UTF-8.
        Charset charset = File.separatorChar == '\\' ? Charset.defaultCharset() : StandardCharsets.UTF_8;
        return of(
                System.out,
                System.err,
                charset,
                interactive,
                colors,
                Columns.ofThisProcess(environment.getOrDefault("COLUMNS", ""), Terminal::hearResized));
    }

    /** A terminal on these two streams. */
    public static Terminal of(
            PrintStream out, PrintStream err, Charset charset, boolean interactive, boolean colors, Columns width) {
        LiveLine live = new LiveLine(out, err, charset);
        return new Terminal(
                new PrintWriter(live.out(), true, charset),
                new PrintWriter(live.err(), true, charset),
                interactive,
                colors,
                charset.newEncoder().canEncode('\u2501'),
                width,
                live);
    }

    static Runnable hearResized(Runnable changed) {
        try {
            return Signals.hear("WINCH", changed);
        } catch (IllegalStateException e) {
            LOG.debug("the width of the terminal stays as it is", e);
            return () -> {};
        }
    }

    /** Its width in characters, now. */
    public int columns() {
        return width.getAsInt();
    }

    /** The same, but that all of it is for {@code err}: for what stands beside another result. */
    public Terminal aside() {
        return new Terminal(err, err, interactive, colors, unicode, width, live);
    }

    /** The text in bold where colours may be shown. */
    public String bold(String text) {
        return colors ? "\u001b[1m" + text + "\u001b[0m" : text;
    }
}
