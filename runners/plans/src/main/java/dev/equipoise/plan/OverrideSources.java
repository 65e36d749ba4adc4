package dev.equipoise.plan;

import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Overrides from outside the command line, which is stronger than they are: a configuration file, and above it the
 * environment.
 *
 * @param environment the variables of the process
 */
record OverrideSources(Map<String, String> environment) {

    /** The environment variable of settings, such as {@code experiment.seed=2;experiment.epochs=5}. */
    public static final String VARIABLE = "EQUIPOISE_SET";

    /**
     * All overrides, the weakest first. A part that the command line takes out is no longer put in by the file, and the
     * other way round.
     *
     * @param config the YAML file of {@code --config}
     * @throws InvalidExperimentException with everything in them that cannot be read
     */
    public Overrides over(Optional<Path> config, Overrides commandLine) {
        List<String> problems = new ArrayList<>();
        ConfigFile file = config.map(path -> ConfigFile.read(path, problems)).orElse(ConfigFile.EMPTY);
        List<Setting> settings = new ArrayList<>(file.settings());
        settings.addAll(fromEnvironment(problems));
        settings.addAll(commandLine.settings());
        if (!problems.isEmpty()) {
            throw new InvalidExperimentException("the configuration", problems);
        }
        List<String> with = new ArrayList<>(file.with());
        with.removeAll(commandLine.without());
        with.addAll(commandLine.with());
        Set<String> without = new LinkedHashSet<>(file.without());
        commandLine.with().forEach(without::remove);
        without.addAll(commandLine.without());
        return new Overrides(List.copyOf(settings), List.copyOf(with), Set.copyOf(without), commandLine.fast());
    }

    private List<Setting> fromEnvironment(List<String> problems) {
        List<Setting> settings = new ArrayList<>();
        for (String text : environment.getOrDefault(VARIABLE, "").split(";", -1)) {
            int equals = text.indexOf('=');
            if (equals >= 1) {
                settings.add(new Setting(
                        text.substring(0, equals).strip(),
                        text.substring(equals + 1).strip(),
                        VARIABLE));
            } else if (!text.isBlank()) {
                problems.add("a setting must be key=value, got '" + text.strip() + "' (" + VARIABLE + ")");
            }
        }
        return settings;
    }
}
