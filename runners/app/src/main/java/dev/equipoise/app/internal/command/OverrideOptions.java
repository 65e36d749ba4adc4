package dev.equipoise.app.internal.command;

import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that change an experiment. */
final class OverrideOptions {

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            converter = SettingConverter.class,
            completionCandidates = Candidates.Keys.class,
            description = "Set a value, such as experiment.epochs=5. `describe` and `parts` show every key.")
    private List<Setting> settings = List.of();

    @Option(
            names = "--with",
            paramLabel = "PART",
            completionCandidates = Candidates.Parts.class,
            description =
                    "Add a part by its key, as `parts` lists it; it replaces the part of the same role if the role allows"
                            + " only one.")
    private List<String> with = List.of();

    @Option(
            names = "--without",
            paramLabel = "PART",
            completionCandidates = Candidates.Parts.class,
            description = "Remove a part.")
    private List<String> without = List.of();

    @Option(names = "--config", paramLabel = "FILE", description = "Values from a YAML or JSON file.")
    private @Nullable Path config;

    @Option(names = "--seed", paramLabel = "N", converter = SeedConverter.class, description = "Set experiment.seed.")
    private @Nullable Long seed;

    @Option(names = "--fast", description = "Train only two epochs of three batches, to check that everything works.")
    private boolean fast;

    Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    /** What the command line itself sets, in its order; the seed is the last. */
    Overrides overrides() {
        List<Setting> all = new ArrayList<>(settings);
        if (seed != null) {
            all.add(new Setting("experiment.seed", Long.toString(seed), "--seed"));
        }
        return new Overrides(all, with, new LinkedHashSet<>(without), fast);
    }
}
