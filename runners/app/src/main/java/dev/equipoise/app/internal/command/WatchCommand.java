package dev.equipoise.app.internal.command;

import dev.equipoise.app.internal.console.Subcommand;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.app.internal.watch.RunScreen;
import dev.equipoise.app.internal.watch.WatchedRun;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a run from its files: on a terminal until the run ends, else once. */
@Command(
        name = "watch",
        description = "Show the progress of a running or finished run and the curves of its balance, from its files.")
public final class WatchCommand implements Subcommand {

    private static final long REDRAW_MILLIS = 1_000;

    /** The long file of a long run is read in a small share of the time, for the processor belongs to the training. */
    private static final long SHARE = 20;

    private final Terminal terminal;
    private final Clock clock;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR|latest",
            defaultValue = "runs",
            converter = RunConverter.class,
            description = RunConverter.DESCRIPTION + " ${DEFAULT-VALUE} by default.")
    private Path directory = Path.of("runs");

    @Option(names = "--once", description = "Show it only once, even on a terminal.")
    private boolean once;

    @Inject
    WatchCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path run = WatchedRun.find(directory)
                .orElseThrow(() -> new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "DIR must be the directory of a run (with plan.json) or a folder of runs, got " + directory));
        int drawn = 0;
        while (true) {
            long from = System.nanoTime();
            WatchedRun now = WatchedRun.read(run, clock.instant());
            List<String> lines = new RunScreen(now, terminal).lines();
            if (drawn > 0) {
                // Cursor up by so many lines, then clear to the end of the screen.
                terminal.out().print("\u001b[" + drawn + "A\u001b[J");
            }
            lines.forEach(terminal.out()::println);
            terminal.out().flush();
            drawn = lines.size();
            if (once || !terminal.interactive() || now.ended().isPresent()) {
                return 0;
            }
            long took = Duration.ofNanos(System.nanoTime() - from).toMillis();
            Thread.sleep(Math.max(REDRAW_MILLIS, SHARE * took));
        }
    }
}
