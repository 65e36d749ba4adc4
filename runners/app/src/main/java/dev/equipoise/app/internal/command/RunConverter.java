package dev.equipoise.app.internal.command;

import dev.equipoise.app.internal.watch.WatchedRun;
import dev.equipoise.run.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Finds the run that an argument names: a run's directory, a folder of runs for its newest, or {@code latest}. */
final class RunConverter implements ITypeConverter<Path> {

    static final String LATEST = "latest";
    static final String DESCRIPTION =
            "Directory of the run, runs/<experiment>/<run>; or a folder of runs, for the newest run in"
                    + " it; or latest for the newest in runs.";

    @Override
    public Path convert(String text) throws IOException {
        Path named = UnnameableFile.path(text);
        if (!text.equals(LATEST) || Files.exists(named)) {
            return WatchedRun.find(named).orElse(named);
        }
        Path runs = RunOptions.defaults().runs();
        return WatchedRun.find(runs)
                .orElseThrow(() -> new TypeConversionException("latest means the newest run in the folder " + runs
                        + " of the working directory, but there is no run in it; name the run's directory"));
    }
}
