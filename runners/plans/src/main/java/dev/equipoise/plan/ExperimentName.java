package dev.equipoise.plan;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The rule of experiment names: each becomes a directory on every system, and a label. */
public final class ExperimentName {

    private static final Pattern RULE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern DEVICE_WITH_NUMBER = Pattern.compile("(com|lpt)[0-9]");
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

    private ExperimentName() {}

    /** What is wrong with a name, such as "must not end with a dot, which Windows drops". */
    public static Optional<String> violated(String name) {
        if (!RULE.matcher(name).matches()) {
            return Optional.of("must match " + RULE);
        } else if (name.endsWith(".")) {
            return Optional.of("must not end with a dot, which Windows drops");
        }
        String base = name.split("\\.", 2)[0].toLowerCase(Locale.ROOT);
        return DEVICES.contains(base) || DEVICE_WITH_NUMBER.matcher(base).matches()
                ? Optional.of("must not be a name that Windows reserves")
                : Optional.empty();
    }
}
