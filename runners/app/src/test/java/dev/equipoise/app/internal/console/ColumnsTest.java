package dev.equipoise.app.internal.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ColumnsTest {

    private final BlockingQueue<Integer> asked = new LinkedBlockingQueue<>();
    private final AtomicInteger width = new AtomicInteger(100);

    private Columns followed() {
        return new Columns(80, this::answer, Terminal::hearResized);
    }

    private OptionalInt answer() {
        asked.add(width.get());
        return OptionalInt.of(width.get());
    }

    private void await(Columns columns, int expected) throws InterruptedException {
        assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(expected);
        for (int i = 0; i < 1000 && columns.getAsInt() != expected; i++) {
            Thread.sleep(10);
        }
        assertThat(columns.getAsInt()).isEqualTo(expected);
    }

    private static void signal() throws IOException, InterruptedException {
        String process = String.valueOf(ProcessHandle.current().pid());
        assertThat(new ProcessBuilder("kill", "-WINCH", process).start().waitFor())
                .isZero();
    }

    @Test
    void theTerminalIsAskedAtFirstAndWhenTheSystemSaysThatItsSizeHasChanged() throws Exception {
        assumeTrue(File.separatorChar == '/', "Windows has no such signal");
        Columns columns = followed();
        assertThat(columns.getAsInt()).isEqualTo(80);
        Runnable undo = columns.follow();
        await(columns, 100);
        for (int i = 0; i < 1000; i++) {
            columns.getAsInt();
        }
        assertThat(asked).as("reading asks nobody").isEmpty();
        width.set(40);
        signal();
        await(columns, 40);

        undo.run();
        width.set(50);
        signal();
        assertThat(asked.poll(300, TimeUnit.MILLISECONDS)).isNull();
        assertThat(columns.getAsInt()).isEqualTo(40);
    }

    @Test
    void theWidthIsTheSecondNumberAndAnAnswerThatIsNoneChangesNothing() {
        assertThat(Columns.read("24 132\n")).hasValue(132);
        assertThat(Columns.read("0 0\n")).isEmpty();
        assertThat(Columns.read("stty: no terminal")).isEmpty();
        assertThat(Columns.ofThisProcess("132", heard -> () -> {}).getAsInt()).isEqualTo(132);
        assertThat(Columns.ofThisProcess("", heard -> () -> {}).getAsInt()).isEqualTo(80);
    }
}
