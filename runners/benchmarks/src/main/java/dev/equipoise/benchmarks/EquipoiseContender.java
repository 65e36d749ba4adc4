package dev.equipoise.benchmarks;

import dev.equipoise.run.EngineName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A whole run by the command line, with its meters, endpoint and files. */
record EquipoiseContender(EngineName engine) implements Contender {

    @Override
    public String name() {
        return "Equipoise on " + engine.djlName();
    }

    @Override
    public StepCost measure(Workload workload) throws IOException, InterruptedException {
        Path runs = Files.createTempDirectory("equipoise-benchmark");
        try {
            ChildProcess.output(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.equipoise.app.Main",
                    "run",
                    workload.experimentName(),
                    "--engine",
                    engine.djlName(),
                    "--device",
                    "cpu",
                    "--metrics-port",
                    "0",
                    "--runs",
                    runs.toString()));
            try (Stream<Path> found = Files.list(runs.resolve(workload.experimentName()))) {
                return StepCost.read(found.findFirst().orElseThrow());
            }
        } finally {
            try (Stream<Path> files = Files.walk(runs)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
