package dev.equipoise.plan;

import dev.equipoise.experiment.NearestName;
import dev.equipoise.experiment.Overrides;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** Finds what each setting's key means and sets it. */
final class Settings {

    private final String experiment;
    private final Catalogue catalogue;
    private final List<Draft> drafts;
    private final List<String> problems;

    Settings(String experiment, Catalogue catalogue, List<Draft> drafts, List<String> problems) {
        this.experiment = experiment;
        this.catalogue = catalogue;
        this.drafts = drafts;
        this.problems = problems;
    }

    /** Applies the settings, weakest first. */
    void apply(List<Overrides.Setting> settings) {
        settings.forEach(this::apply);
    }

    private void apply(Overrides.Setting setting) {
        int dot = setting.key().lastIndexOf('.');
        Matcher owner = Selection.INDEXED.matcher(setting.key().substring(0, Math.max(dot, 0)));
        if (!owner.matches()) {
            unknown(setting);
            return;
        }
        String attribute = setting.key().substring(dot + 1);
        String name = catalogue.named(owner.group(1)).map(PartType::key).orElse(owner.group(1));
        String index = owner.group(2);
        List<Draft> same =
                drafts.stream().filter(draft -> draft.name().equals(name)).toList();
        if (same.isEmpty()) {
            absent(setting, owner.group(1), attribute);
        } else if (index == null && same.size() > 1) {
            problems.add("'" + setting.key() + "' (" + setting.origin() + ") must say which of "
                    + same.stream().map(Draft::key).toList() + " it sets");
        } else if (index != null && Integer.parseInt(index) >= same.size()) {
            problems.add("'" + setting.key() + "' (" + setting.origin() + ") must have an index below " + same.size()
                    + ", the number of " + name + " parts");
        } else {
            same.get(index == null ? 0 : Integer.parseInt(index)).set(attribute, setting, problems);
        }
    }

    private void absent(Overrides.Setting setting, String name, String attribute) {
        boolean known = catalogue.named(name).stream()
                .flatMap(type -> type.attributes().stream())
                .anyMatch(candidate -> candidate.name().equals(attribute));
        List<PartType> sharing = catalogue.sharing(name);
        if (known) {
            problems.add(needs(setting, experiment, name));
        } else if (!sharing.isEmpty()) {
            problems.add(Selection.ambiguous(name, setting.origin(), sharing));
        } else {
            unknown(setting);
        }
    }

    /** The message for the key of a known part that the experiment does not have. */
    static String needs(Overrides.Setting setting, String experiment, String name) {
        return "'" + setting.key() + "' (" + setting.origin() + ") sets a part that " + experiment
                + " does not have: add it with --with " + name;
    }

    private void unknown(Overrides.Setting setting) {
        List<String> own =
                drafts.stream().flatMap(draft -> draft.keys().stream()).toList();
        List<String> all = Stream.concat(
                        own.stream(),
                        catalogue.parts().stream()
                                .flatMap(type -> type.attributes().stream()
                                        .map(attribute -> type.key() + "." + attribute.name())))
                .toList();
        String key = setting.key();
        int dot = key.lastIndexOf('.');
        String hint =
                dot < 0 ? "" : RemovedParts.hint(key.substring(0, dot)).orElseGet(() -> NearestName.hint(key, all));
        problems.add("unknown key '" + key + "' (" + setting.origin() + ")"
                + (hint.isEmpty() ? ofAttribute(key, own) : hint));
    }

    /** The keys of the experiment that end with the attribute's name, or else with the nearest to it. */
    private static String ofAttribute(String key, List<String> keys) {
        List<String> attributes =
                keys.stream().map(Settings::attribute).distinct().sorted().toList();
        List<String> found = NearestName.to(attribute(key), attributes).stream()
                .flatMap(nearest ->
                        keys.stream().filter(known -> attribute(known).equals(nearest)))
                .distinct()
                .map(known -> "'" + known + "'")
                .toList();
        return found.isEmpty() ? "" : ": did you mean " + String.join(" or ", found) + "?";
    }

    private static String attribute(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }
}
