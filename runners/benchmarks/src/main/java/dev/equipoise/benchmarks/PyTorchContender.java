package dev.equipoise.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The same work in Python, eagerly; its own share and its allocation are not measured. */
record PyTorchContender(String version) implements Contender {

    private static final String PYTHON = "/usr/bin/python3";

    /** The PyTorch of the system's own Python, if there is one. */
    static Optional<Contender> find() throws InterruptedException {
        try {
            return Optional.of(new PyTorchContender(
                    ChildProcess.output(List.of(PYTHON, "-c", "import torch; print(torch.__version__)"))
                            .strip()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public String name() {
        return "PyTorch " + version;
    }

    @Override
    public StepCost measure(Workload workload) throws IOException, InterruptedException {
        Path script = Files.createTempFile("torch_steps", ".py");
        try (InputStream source = PyTorchContender.class.getResourceAsStream("torch_steps.py")) {
            Files.copy(Objects.requireNonNull(source), script, StandardCopyOption.REPLACE_EXISTING);
            String milliseconds = ChildProcess.output(List.of(
                            PYTHON,
                            script.toString(),
                            workload.name().toLowerCase(Locale.ROOT),
                            Integer.toString(workload.steps()),
                            Integer.toString(Runtime.getRuntime().availableProcessors())))
                    .strip();
            return new StepCost(Double.parseDouble(milliseconds), Double.NaN, Double.NaN);
        } finally {
            Files.delete(script);
        }
    }
}
