package dev.equipoise.app;

import dev.equipoise.app.console.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;

/** A terminal whose two streams are kept. */
public final class FakeTerminal {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** No terminal at all: output to a file. */
    public Terminal plain() {
        return new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, false, 80);
    }

    /** A terminal of this many columns. */
    public Terminal interactive(int columns) {
        return new Terminal(new PrintWriter(out), new PrintWriter(err), true, true, true, columns);
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }

    /** Forgets what was written. */
    public void clear() {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
    }
}
