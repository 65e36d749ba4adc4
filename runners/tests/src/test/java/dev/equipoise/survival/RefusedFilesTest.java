package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.RunsHere;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.Disk.OutputFile;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StepFinished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole run whose disk takes nothing more from its 60th step on: 50 are an epoch. */
class RefusedFilesTest {

    private static final Set<String> TAKING =
            Set.of("create", "append", "createDirectories", "createDirectory", "write", "force", "move");

    @TempDir
    Path runs;

    private volatile boolean full;

    private final Disk disk = refusing(Disk.class, new LocalDisk());

    private <T> T refusing(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, call, with) -> {
            if (full && TAKING.contains(call.getName())) {
                throw new IOException("No space left on device");
            }
            try {
                Object result = call.invoke(real, with);
                return result instanceof OutputFile file ? refusing(OutputFile.class, file) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    /** Fills the disk, empties it after so many steps, and keeps what the run's tables held then. */
    private final class Filling implements RunListener {

        private final long emptied;
        private final List<String> tables = new ArrayList<>();
        private Path directory = Path.of("");

        Filling(long emptied) {
            this.emptied = emptied;
        }

        @Override
        public void started(RunStarted event) {
            directory = event.directory();
        }

        @Override
        public void stepFinished(StepFinished event) {
            if (event.step() + 1 == 60) {
                full = true;
                tables.add(tables());
            } else if (event.step() + 1 == emptied) {
                tables.add(tables());
                full = false;
            }
        }

        private String tables() {
            try {
                return Files.readString(directory.resolve("metrics.csv"))
                        + Files.readString(directory.resolve("log.txt"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void theRunTrainsToItsEndAndIsToldAsUnsafe() {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs, disk);
        Filling filling = new Filling(Long.MAX_VALUE);
        RunReport report = here.run(here.plan(Marathon.class, "experiment.epochs=3"), stop -> filling);

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.steps()).isEqualTo(150);
        assertThat(report.train()).isPresent();
        assertThat(report.reason()).get().asString().contains("; the last checkpoint is not on disk: ");
        assertThat(report.exitCode()).isEqualTo(74);
        assertThat(report.directory().resolve("summary.json")).doesNotExist();
        assertThat(filling.tables).containsExactly(filling.tables());
    }

    @Test
    void whatCouldNotBeWrittenIsThereInTheEndWhereThereIsSpaceAgain() throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs, disk);
        ExperimentPlan plan = here.plan(Marathon.class, "experiment.epochs=3");
        Filling filling = new Filling(120);
        RunReport report = here.run(plan, stop -> filling);

        assertThat(report.exitCode()).isZero();
        assertThat(filling.tables.get(1)).as("an epoch later").isEqualTo(filling.tables.get(0));
        Remains.areEqual(report.directory(), here.run(plan).directory());
    }
}
