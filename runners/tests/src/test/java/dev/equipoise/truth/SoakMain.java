package dev.equipoise.truth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.equipoise.app.Equipoise;
import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.model.LinearVae;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.StepFinished;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Prints the resident memory of the process in kB, without files and the code that the virtual machine compiled, and its
 * threads, at marks of its way: {@code ENGINE steps|runs COUNT FOLDER}.
 */
final class SoakMain {

    /** Tells memory on the process's own output; {@code System.out} is quiet meanwhile. */
    private static final class Marks implements RunListener {

        private final PrintStream out =
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

        private Path run = Path.of("");
        private URI meters = URI.create("");

        @Override
        public void started(RunStarted event) {
            run = event.directory();
        }

        /** Reads the meters at every third step: 10,000 times in 30,000 steps. */
        @Override
        public void stepFinished(StepFinished event) {
            if (event.step() % 3 == 2) {
                scrape();
            }
            if (event.step() % 15_000 == 14_999) {
                // Until the endpoint's idle threads have ended: once in each half, the fewest threads are all there
                // are.
                pause();
            }
            if (event.step() % 500 == 499) {
                at(event.step() + 1);
            }
        }

        private void scrape() {
            try {
                if (meters.getHost() == null) {
                    JsonNode told = JSON.readTree(run.resolve("metrics.json").toFile());
                    meters = URI.create(told.get("url").asText());
                }
                try (Socket socket = new Socket(meters.getHost(), meters.getPort())) {
                    socket.getOutputStream().write(REQUEST);
                    String page = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    if (!page.startsWith("HTTP/1.1 200 ") || !page.contains("vae_steps_total")) {
                        throw new IllegalStateException("the meters must be there, got " + page);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void pause() {
            try {
                Thread.sleep(6_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void at(long place) {
            try {
                List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
                long resident = number(status, "RssAnon:") - compiledCode();
                out.println("rss " + place + " " + resident + " " + number(status, "Threads:"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** In kB; it grows for as long as seldom-used code reaches the compiler, and is bounded by an option. */
        private static long compiledCode() {
            return ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getName().startsWith("Code"))
                    .mapToLong(pool -> pool.getUsage().getCommitted() / 1024)
                    .sum();
        }

        private static long number(List<String> status, String name) {
            return status.stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** A listener of an experiment. */
    @Part(Marking.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Marking {

        /** Makes it. */
        final class Factory implements PartFactory<Marking, RunListener> {

            @Override
            public RunListener create(Marking annotation, Facts facts) {
                return new Marks();
            }
        }
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] REQUEST =
            "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private SoakMain() {}

    @Experiment(name = "soak", batchSize = 32)
    @GaussianData(examples = 3_200)
    @LinearVae(latent = 3)
    @Checkpoint(everySteps = 25)
    static final class ManyRuns {}

    @Experiment(name = "soak-steps", batchSize = 32)
    @GaussianData(examples = 3_200)
    @LinearVae(latent = 3)
    @Checkpoint(everySteps = 300)
    @Marking
    static final class ManySteps {}

    public static void main(String[] arguments) {
        EngineName engine = EngineName.valueOf(arguments[0]);
        int count = Integer.parseInt(arguments[2]);
        RunOptions options = new RunOptions(engine, "cpu", Path.of(arguments[3]), Monitoring.onPort(0));
        System.setOut(new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        if (arguments[1].equals("steps")) {
            Equipoise.run(ManySteps.class, epochs(count / 100), options);
        } else {
            Marks marks = new Marks();
            for (int run = 1; run <= count; run++) {
                Equipoise.run(ManyRuns.class, epochs(1), options);
                marks.at(run);
            }
        }
    }

    private static Overrides epochs(int epochs) {
        return new Overrides(
                List.of(new Setting("experiment.epochs", String.valueOf(epochs), "test")), List.of(), Set.of(), false);
    }
}
