package dev.equipoise.app.internal.console;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A terminal of cells as a person sees it, without a bottom: what is written goes to the cursor and wraps at the right
 * margin unless wrapping is off. It understands the sequences that the application writes and refuses others.
 */
public final class Screen extends OutputStream {

    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[(\\??\\d*)([A-Za-z])");

    /** A row, and whether the next one goes on with its text because it was full. */
    private static final class Row {
        private final StringBuilder cells = new StringBuilder();
        private boolean wrapped;
    }

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(4);
    private final StringBuilder sequence = new StringBuilder();
    private List<Row> rows = new ArrayList<>(List.of(new Row()));
    private int columns;
    private int row;
    private int column;
    private boolean wrapping = true;

    public Screen(int columns) {
        this.columns = columns;
    }

    /** A stream onto it, such as standard output. */
    public PrintStream stream() {
        return new PrintStream(this, true, StandardCharsets.UTF_8);
    }

    /** The rows that a person sees, without blanks at their ends. */
    public synchronized List<String> rows() {
        List<String> seen = new ArrayList<>();
        rows.forEach(each -> seen.add(each.cells.toString().stripTrailing()));
        while (!seen.isEmpty() && seen.get(seen.size() - 1).isEmpty()) {
            seen.remove(seen.size() - 1);
        }
        return seen;
    }

    public synchronized boolean wrapping() {
        return wrapping;
    }

    /** Another width, on a terminal that wraps its lines anew: the cursor stays with the character that it is on. */
    public synchronized void rewrap(int next) {
        List<Row> wrapped = new ArrayList<>();
        int from = 0;
        int cursorRow = 0;
        int cursorColumn = 0;
        while (from < rows.size()) {
            StringBuilder line = new StringBuilder();
            int cursor = -1;
            boolean more = true;
            for (; more; from++) {
                if (from == row) {
                    cursor = line.length() + column;
                }
                line.append(rows.get(from).cells);
                more = rows.get(from).wrapped;
            }
            if (cursor >= 0) {
                cursorRow = wrapped.size() + cursor / next;
                cursorColumn = cursor % next;
            }
            int length = Math.max(1, line.length());
            for (int start = 0; start < length; start += next) {
                Row part = new Row();
                part.cells.append(line, Math.min(start, line.length()), Math.min(start + next, line.length()));
                part.wrapped = start + next < length;
                wrapped.add(part);
            }
        }
        columns = next;
        rows = wrapped;
        row = cursorRow;
        column = cursorColumn;
    }

    /** Another width, on a terminal that cuts what is too long. */
    public synchronized void cut(int next) {
        columns = next;
        rows.forEach(each -> {
            each.cells.setLength(Math.min(each.cells.length(), next));
            each.wrapped = false;
        });
        column = Math.min(column, next - 1);
    }

    @Override
    public synchronized void write(int b) {
        bytes.put((byte) b).flip();
        CharBuffer decoded = CharBuffer.allocate(2);
        decoder.decode(bytes, decoded, false);
        bytes.compact();
        decoded.flip();
        while (decoded.hasRemaining()) {
            put(decoded.get());
        }
    }

    /** What the terminal itself shows of a key, such as ^C. */
    public synchronized void echo(String text) {
        text.chars().forEach(c -> put((char) c));
    }

    private void put(char c) {
        if (c == '\u001b' || sequence.length() > 0) {
            sequence.append(c);
            if (Character.isLetter(c)) {
                control(sequence.toString());
                sequence.setLength(0);
            }
        } else if (c == '\r') {
            column = 0;
        } else if (c == '\n') {
            rows.get(row).wrapped = false;
            down();
        } else {
            show(c);
        }
    }

    private void show(char c) {
        if (column == columns && wrapping) {
            rows.get(row).wrapped = true;
            down();
        }
        column = Math.min(column, columns - 1);
        StringBuilder cells = rows.get(row).cells;
        while (cells.length() <= column) {
            cells.append(' ');
        }
        cells.setCharAt(column, c);
        column++;
    }

    private void down() {
        row++;
        column = 0;
        if (row == rows.size()) {
            rows.add(new Row());
        }
    }

    private void control(String text) {
        Matcher parts = SEQUENCE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no sequence of a terminal: " + text.substring(1));
        }
        switch (parts.group(1) + parts.group(2)) {
            case "J" -> {
                StringBuilder cells = rows.get(row).cells;
                cells.setLength(Math.min(column, cells.length()));
                rows.get(row).wrapped = false;
                rows.subList(row + 1, rows.size()).clear();
            }
            case "?7l" -> wrapping = false;
            case "?7h" -> wrapping = true;
            case "0m", "1m" -> {}
            default -> throw new IllegalArgumentException("a sequence that this terminal lacks: " + text.substring(1));
        }
    }
}
