package dev.equipoise.app;

import dev.equipoise.app.internal.console.Columns;
import dev.equipoise.app.internal.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A terminal whose two streams are kept. */
public final class FakeTerminal {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** No terminal at all: output to a file. */
    public Terminal plain() {
        return of(false, 80);
    }

    /** A terminal of this many columns. */
    public Terminal interactive(int columns) {
        return of(true, columns);
    }

    private Terminal of(boolean interactive, int columns) {
        Terminal known = Terminal.of(
                print(out), print(err), StandardCharsets.UTF_8, interactive, interactive, Columns.fixed(columns));
        return new Terminal(
                known.out(), known.err(), interactive, interactive, interactive, known.width(), known.live());
    }

    private static PrintStream print(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Forgets what was written. */
    public void clear() {
        out.reset();
        err.reset();
    }
}
