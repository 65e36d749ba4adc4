package dev.equipoise.experiment;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the intended name for a mistyped one: the name with the least optimal string alignment distance (Damerau 1964).
 */
public final class NearestName {

    private NearestName() {}

    /**
     * The nearest of these names, the first if several are equally near; empty if less than half of the letters agree.
     */
    public static Optional<String> to(String name, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(other -> distance(name, other)))
                .filter(nearest -> 2 * distance(name, nearest) <= Math.max(name.length(), nearest.length()));
    }

    /** As the end of a message: ": did you mean 'x'?", or nothing. */
    public static String hint(String name, Collection<String> names) {
        return to(name, names)
                .map(nearest -> ": did you mean '" + nearest + "'?")
                .orElse("");
    }

    /** Insertions, deletions, replacements and swaps of neighbours between two names, whatever their case. */
    static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
