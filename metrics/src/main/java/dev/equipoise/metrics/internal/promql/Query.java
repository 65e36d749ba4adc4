package dev.equipoise.metrics.internal.promql;

import com.google.common.collect.ImmutableSet;
import dev.equipoise.metrics.Meter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A PromQL expression. It begins at a {@link Meter} and knows which labels it still has, so that neither a meter nor a
 * label that does not exist can be asked for. Two of them meet at the run; the right one gives its greatest value there.
 */
public sealed class Query permits Selector {
    private static final String BY_RUN = " on (experiment, run) ";

    private final String text;
    private final boolean operand;
    private final ImmutableSet<String> labels;

    Query(String text, boolean operand, Set<String> labels) {
        this.text = text;
        this.operand = operand;
        this.labels = ImmutableSet.copyOf(labels);
    }

    /** The values of a gauge or a counter, of every run. */
    public static Selector of(Meter meter) {
        if (meter.kind() == Meter.Kind.HISTOGRAM) {
            throw new IllegalArgumentException(meter + " must be asked for its buckets, it has no value of its own");
        }
        return Selector.of(meter.prometheusName(), meter.labels());
    }

    /** The cumulative buckets of a histogram, by their upper bound {@code le}. */
    public static Selector buckets(Meter meter) {
        if (meter.kind() != Meter.Kind.HISTOGRAM) {
            throw new IllegalArgumentException(meter + " must be a histogram to have buckets, got a " + meter.kind());
        }
        return Selector.of(meter.prometheusName() + "_bucket", meter.labels()).having("le");
    }

    /** 1 for each target of a job that answered its last scrape, 0 for each that did not. */
    public static Selector up(String job) {
        return Selector.of("up", List.of("experiment", "run")).where("job", job);
    }

    /** The expression. */
    public final String text() {
        return text;
    }

    /** Labels that its values have. */
    public final Set<String> labels() {
        return labels;
    }

    /** The greatest of the values that share these labels. */
    public final Query maxBy(String... by) {
        return aggregated("max", by);
    }

    public final Query sumBy(String... by) {
        return aggregated("sum", by);
    }

    public final Query countBy(String... by) {
        return aggregated("count", by);
    }

    /** The quantile of a histogram's rates, which must still have {@code le}. */
    public final Query quantile(double q) {
        need("le");
        ImmutableSet<String> left =
                labels.stream().filter(label -> !label.equals("le")).collect(ImmutableSet.toImmutableSet());
        return new Query("histogram_quantile(" + number(q) + ", " + text + ")", true, left);
    }

    public final Query minus(Query right) {
        return joined("-", right);
    }

    public final Query times(Query right) {
        return joined("*", right);
    }

    public final Query dividedBy(Query right) {
        return joined("/", right);
    }

    public final Query times(double factor) {
        return new Query(operand() + " * " + number(factor), false, labels);
    }

    /** Seconds since these timestamps. */
    public final Query age() {
        return new Query("time() - " + operand(), false, labels);
    }

    /** The distance from zero. */
    public final Query distance() {
        return new Query("abs(" + text + ")", true, labels);
    }

    /** The values above a bound; nothing of the others. */
    public final Query above(double bound) {
        return compared(">", bound);
    }

    public final Query below(double bound) {
        return compared("<", bound);
    }

    public final Query equalTo(double value) {
        return compared("==", value);
    }

    /** The values above the other's for the same run. */
    public final Query above(Query right) {
        return joined(">", right);
    }

    public final Query below(Query right) {
        return joined("<", right);
    }

    public final Query atMost(Query right) {
        return joined("<=", right);
    }

    public final Query atLeast(Query right) {
        return joined(">=", right);
    }

    /** The values of those runs for which the other has any. */
    public final Query and(Query right) {
        return matched("and", right);
    }

    /** The values of those runs for which the other has none. */
    public final Query unless(Query right) {
        return matched("unless", right);
    }

    /** The values, and the other's for those runs that have none. */
    public final Query or(Query right) {
        return matched("or", right);
    }

    @Override
    public final String toString() {
        return text;
    }

    final String operand() {
        return operand ? text : "(" + text + ")";
    }

    /** Fails if the values do not have all these labels. */
    public final void need(String... wanted) {
        List<String> unknown =
                Arrays.stream(wanted).filter(label -> !labels.contains(label)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("labels must be of " + labels + ", got " + unknown + " for " + text);
        }
    }

    static String number(double value) {
        BigDecimal plain = BigDecimal.valueOf(value).stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0).toPlainString() : plain.toPlainString();
    }

    /** One value for each run, even while a resumed run is scraped at its new address and remembered at its old one. */
    private Query ofRuns() {
        return labels.equals(Set.of("experiment", "run")) ? this : maxBy("experiment", "run");
    }

    private Query aggregated(String operator, String... by) {
        need(by);
        return new Query(
                operator + " by (" + String.join(", ", by) + ") (" + text + ")", true, ImmutableSet.copyOf(by));
    }

    private Query compared(String operator, double bound) {
        return new Query(operand() + " " + operator + " " + number(bound), false, labels);
    }

    private Query joined(String operator, Query right) {
        return new Query(
                operand() + " " + operator + BY_RUN + "group_left () "
                        + right.ofRuns().operand(),
                false,
                labels);
    }

    private Query matched(String operator, Query right) {
        right.need("experiment", "run");
        return new Query(operand() + " " + operator + BY_RUN + right.operand(), false, labels);
    }
}
