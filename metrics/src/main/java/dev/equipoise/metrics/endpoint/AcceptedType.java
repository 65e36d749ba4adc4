package dev.equipoise.metrics.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Chooses a format of the meters by an Accept header: the one with the greater quality, where the most specific media
 * range that names a format gives its quality (RFC 9110, 12.5.1). Between equals OpenMetrics is taken where it is named.
 */
final class AcceptedType {
    static final String PLAIN_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private AcceptedType() {}

    /** Plain text where nothing that is served is accepted: a body that a person can read is better than none. */
    static String of(String accept) {
        List<Media> ranges = Arrays.stream(accept.split(",", -1)).map(Media::of).toList();
        Media open = best(ranges, "application", "openmetrics-text", List.of("1.0.0", "0.0.1"));
        Media plain = best(ranges, "text", "plain", List.of("0.0.4"));
        boolean better = open.quality > plain.quality || (open.quality == plain.quality && open.specificity() > 1);
        return open.quality > 0 && better ? OPEN_METRICS : PLAIN_TEXT;
    }

    private static Media best(List<Media> ranges, String type, String subtype, List<String> versions) {
        Media best = Media.NONE;
        for (Media range : ranges) {
            boolean more = range.specificity() > best.specificity()
                    || (range.specificity() == best.specificity() && range.quality > best.quality);
            if (more && range.covers(type, subtype, versions)) {
                best = range;
            }
        }
        return best;
    }

    /** A range such as {@code text/*;q=0.5}. */
    private record Media(String type, String subtype, String version, double quality) {
        static final Media NONE = new Media("", "", "", 0);

        static Media of(String text) {
            String[] parts = text.toLowerCase(Locale.ROOT).split(";", -1);
            String[] names = parts[0].strip().split("/", 2);
            String version = "";
            double quality = 1;
            for (int i = 1; i < parts.length; i++) {
                String parameter = parts[i].replaceAll("[\\s\"]", "");
                if (parameter.startsWith("version=")) {
                    version = parameter.substring("version=".length());
                } else if (parameter.startsWith("q=")) {
                    quality = quality(parameter.substring("q=".length()));
                }
            }
            return names.length == 2 ? new Media(names[0], names[1], version, quality) : NONE;
        }

        private static double quality(String digits) {
            return digits.matches("[01](\\.\\d{0,9})?") ? Math.min(1, Double.parseDouble(digits)) : 0;
        }

        boolean covers(String otherType, String otherSubtype, List<String> versions) {
            boolean named = type.equals(otherType) && (subtype.equals("*") || subtype.equals(otherSubtype));
            return (named || (type.equals("*") && subtype.equals("*")))
                    && (version.isEmpty() || versions.contains(version));
        }

        /** 0 of nothing, 1 of everything, 2 of a type, 3 of a subtype, 4 of its version. */
        int specificity() {
            if (type.isEmpty()) {
                return 0;
            }
            if (type.equals("*")) {
                return 1;
            }
            return subtype.equals("*") ? 2 : version.isEmpty() ? 3 : 4;
        }
    }
}
