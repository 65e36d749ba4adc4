package dev.equipoise.local.discovery;

import dev.equipoise.experiment.InvalidExperimentException;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects overrides, the weakest first: configuration file, environment, command line. */
public final class OverrideSources {

    /** The environment variable of settings, such as {@code fixedBeta.beta=2;experiment.epochs=5}. */
    public static final String VARIABLE = "EQUIPOISE_SET";

    private OverrideSources() {}

    /**
     * The overrides.
     *
     * @param config the YAML file of {@code --config}
     * @param environment the variables of the process
     * @param set what {@code --set} gave, as key=value
     * @param with what {@code --with} gave; it beats the file's {@code without}
     * @param without what {@code --without} gave; it beats the file's {@code with}
     * @throws InvalidExperimentException with everything in them that cannot be read
     */
    public static Overrides read(
            Optional<Path> config,
            Map<String, String> environment,
            List<String> set,
            List<String> with,
            List<String> without,
            boolean fast) {
        List<String> problems = new ArrayList<>();
        ConfigFile file = config.map(path -> ConfigFile.read(path, problems)).orElse(ConfigFile.EMPTY);
        List<Setting> settings = new ArrayList<>(file.settings());
        Arrays.stream(environment.getOrDefault(VARIABLE, "").split(";"))
                .filter(text -> !text.isBlank())
                .forEach(text -> add(text, VARIABLE, settings, problems));
        set.forEach(text -> add(text, "--set", settings, problems));
        if (!problems.isEmpty()) {
            throw new InvalidExperimentException("the configuration", problems);
        }
        List<String> putIn = new ArrayList<>(file.with());
        putIn.removeAll(without);
        putIn.addAll(with);
        Set<String> takenOut = new LinkedHashSet<>(file.without());
        with.forEach(takenOut::remove);
        takenOut.addAll(without);
        return new Overrides(List.copyOf(settings), List.copyOf(putIn), Set.copyOf(takenOut), fast);
    }

    private static void add(String text, String origin, List<Setting> settings, List<String> problems) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            problems.add("a setting must be key=value, got '" + text.strip() + "' (" + origin + ")");
        } else {
            settings.add(new Setting(
                    text.substring(0, equals).strip(),
                    text.substring(equals + 1).strip(),
                    origin));
        }
    }
}
