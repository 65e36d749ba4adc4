package dev.equipoise.plan;

import java.util.List;
import java.util.Optional;

/** Parts of earlier versions, and their replacements. */
final class RemovedParts {

    private static final List<Removed> ALL = List.of(new Removed(
            "dev.equipoise.schedules.NormalizedBeta",
            "@FixedBeta(beta = ..., convention = BetaConvention.NORMALISED)",
            "fixedBeta with fixedBeta.convention=NORMALISED"));

    private record Removed(String type, String annotation, String key) {

        boolean isNamed(String name) {
            String simple = type.substring(type.lastIndexOf('.') + 1);
            return name.equals(type) || name.equals(Character.toLowerCase(simple.charAt(0)) + simple.substring(1));
        }
    }

    private RemovedParts() {}

    /** The annotation that replaces the one of this class name. */
    static Optional<String> annotation(String type) {
        return ALL.stream()
                .filter(removed -> removed.type().equals(type))
                .map(Removed::annotation)
                .findFirst();
    }

    /** The end of a message about the unknown key of a part, if an earlier version had that part. */
    static Optional<String> hint(String key) {
        return ALL.stream()
                .filter(removed -> removed.isNamed(key))
                .map(removed -> ": this part was removed; use " + removed.key() + ", which does the same")
                .findFirst();
    }
}
