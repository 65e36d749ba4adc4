package dev.equipoise.experiment;

import java.util.List;
import java.util.Set;

/**
 * The changes to an annotated experiment that come from outside its class.
 *
 * @param settings from the weakest to the strongest: configuration file, environment, command line
 * @param with keys of parts to add; in a role with one part, the new part replaces the old one
 * @param without keys of parts to remove
 * @param fast whether to run a few batches of everything: two epochs of three batches
 */
public record Overrides(List<Setting> settings, List<String> with, Set<String> without, boolean fast) {

    /** No change at all. */
    public static final Overrides NONE = new Overrides(List.of(), List.of(), Set.of(), false);

    /**
     * One value for one key.
     *
     * @param key such as "experiment.epochs"
     * @param value as text
     * @param origin where it was set, such as "--set" or "config experiment.yaml"
     */
    public record Setting(String key, String value, String origin) {}
}
