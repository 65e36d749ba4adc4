package dev.equipoise.app.internal.console;

import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * The last line of a terminal, which is rewritten in place. Whatever else is printed stands above it: printing removes
 * the line first, and it comes back when it is drawn again.
 *
 * <p>The line never wraps, for wrapping is off while it is drawn. The cursor rests at its first column. A terminal that
 * wraps the line when it becomes narrower keeps the cursor there, so that clearing from the cursor to the end of the
 * screen removes every row of it; a terminal that cuts the line has one row to clear.
 */
public final class LiveLine {

    private static final String CLEAR = "\r\u001b[J";
    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";

    private final PrintStream out;
    private final PrintStream err;
    private final PrintStream outAbove;
    private final PrintStream errAbove;
    private final Charset charset;
    private String text = "";
    private boolean shown;
    private boolean unfinished;

    /**
     * A line that is not shown yet.
     *
     * @param out the terminal, on which the line is drawn
     * @param err the same terminal, or wherever errors go
     * @param charset of the terminal
     */
    public LiveLine(PrintStream out, PrintStream err, Charset charset) {
        this.out = out;
        this.err = err;
        this.charset = charset;
        outAbove = above(out, "stdout");
        errAbove = above(err, "stderr");
    }

    private PrintStream above(PrintStream stream, String name) {
        return new PrintStream(new AboveLine(this, stream), true, AboveLine.charset(name));
    }

    /** What is written here stands above the line. */
    public PrintStream out() {
        return outAbove;
    }

    /** What is written here stands above the line, where errors go to the same terminal. */
    public PrintStream err() {
        return errAbove;
    }

    /** From here on, what this process prints on its own two streams stands above the line, if they are this terminal's. */
    public void open() {
        if (System.out == out) {
            System.setOut(outAbove);
        }
        if (System.err == err) {
            System.setErr(errAbove);
        }
    }

    /** Removes the line for good and gives the streams back. */
    public synchronized void close() {
        clear();
        text = "";
        if (System.out == outAbove) {
            System.setOut(out);
        }
        if (System.err == errAbove) {
            System.setErr(err);
        }
    }

    /** Shows this text as the line, without line breaks; not while a line that someone prints has no end yet. */
    public synchronized void draw(String next) {
        text = next;
        if (!unfinished) {
            print((shown ? CLEAR : "") + WRAP_OFF + next + WRAP_ON + "\r");
            shown = true;
        }
    }

    /** Shows the line as it was drawn last, if it ever was. */
    public synchronized void again() {
        if (!text.isEmpty()) {
            draw(text);
        }
    }

    private void clear() {
        if (shown) {
            print(CLEAR);
            shown = false;
        }
    }

    /** Passes on what someone prints. */
    synchronized void pass(PrintStream stream, byte[] bytes, int offset, int length) {
        if (length > 0) {
            clear();
            stream.write(bytes, offset, length);
            unfinished = bytes[offset + length - 1] != '\n';
        }
    }

    private void print(String sequence) {
        byte[] bytes = sequence.getBytes(charset);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }
}
