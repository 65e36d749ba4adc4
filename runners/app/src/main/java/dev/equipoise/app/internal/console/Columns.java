package dev.equipoise.app.internal.console;

import dev.equipoise.engine.ChildProcess;
import java.io.File;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The width of a terminal in characters. Reading it costs nothing: the terminal is asked once when {@link #follow} begins and
 * again whenever a signal says that its size has changed.
 */
public final class Columns implements IntSupplier {

    private static final int DEFAULT = 80;
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(2);
    private static final Pattern SIZE = Pattern.compile("\\d{1,4} ([1-9]\\d{0,3})");

    private final Supplier<OptionalInt> ask;
    private final UnaryOperator<Runnable> hear;
    private volatile int columns;

    /**
     * A width that may change.
     *
     * @param columns at first
     * @param ask asks the terminal
     * @param hear has the runnable run at each change of the size, until the one that it returns is run
     */
    public Columns(int columns, Supplier<OptionalInt> ask, UnaryOperator<Runnable> hear) {
        this.columns = columns;
        this.ask = ask;
        this.hear = hear;
    }

    /** A width that does not change. */
    public static Columns fixed(int columns) {
        return new Columns(columns, OptionalInt::empty, changed -> () -> {});
    }

    /**
     * The width of this process's terminal.
     *
     * @param told what the environment's COLUMNS says
     */
    static Columns ofThisProcess(String told, UnaryOperator<Runnable> hear) {
        return new Columns(told.matches("[1-9]\\d{1,3}") ? Integer.parseInt(told) : DEFAULT, Columns::stty, hear);
    }

    @Override
    public int getAsInt() {
        return columns;
    }

    /** Keeps the width up to date from here on; what is returned ends that. */
    public Runnable follow() {
        Runnable undo = hear.apply(this::update);
        Thread first = new Thread(this::update, "equipoise-columns");
        first.setDaemon(true);
        first.start();
        return undo;
    }

    /** One at a time, so that the answer to the last change is the one that stays. */
    private synchronized void update() {
        ask.get().ifPresent(now -> columns = now);
    }

    /** What the system says of the terminal that this process belongs to; empty if it cannot. */
    private static OptionalInt stty() {
        File terminal = new File("/dev/tty");
        if (!terminal.exists()) {
            return OptionalInt.empty();
        }
        return ChildProcess.output(ANSWERS_WITHIN, new ProcessBuilder("stty", "size").redirectInput(terminal))
                .map(Columns::read)
                .orElseGet(OptionalInt::empty);
    }

    /** The second number of "rows columns"; a terminal that does not know its size says "0 0". */
    static OptionalInt read(String answer) {
        Matcher size = SIZE.matcher(answer.strip());
        return size.matches() ? OptionalInt.of(Integer.parseInt(size.group(1))) : OptionalInt.empty();
    }
}
