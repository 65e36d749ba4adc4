package dev.equipoise.engine;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which generation of CUDA code a GPU runs, such as 8.6. */
record ComputeCapability(int major, int minor) implements Comparable<ComputeCapability> {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,2})\\.(\\d)");
    private static final Comparator<ComputeCapability> ORDER =
            Comparator.comparingInt(ComputeCapability::major).thenComparingInt(ComputeCapability::minor);

    /** The capability written as "8.6"; empty if the text has another form. */
    public static Optional<ComputeCapability> parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        return matcher.matches()
                ? Optional.of(
                        new ComputeCapability(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(ComputeCapability other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
