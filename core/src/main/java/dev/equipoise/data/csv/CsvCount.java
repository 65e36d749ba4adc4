package dev.equipoise.data.csv;

import dev.equipoise.part.Column;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** What one pass over a column finds. */
final class CsvCount {

    /** Distinct texts that are remembered, beyond any number of categories that is allowed. */
    private static final int REMEMBERED = 10_001;

    private final Set<String> texts = new TreeSet<>();
    private long fields;
    private long numbers;
    private long whole;
    private long zerosAndOnes;
    private double least = Double.POSITIVE_INFINITY;
    private double mean;
    private double squares;
    private long missing;
    private long fromZero;
    private long fromOne;
    private long missingLine;
    private String missingText = "";
    private long oddLine;
    private String oddText = "";
    private long commaLine;
    private String commaText = "";

    void add(long line, String field, boolean isMissing) {
        fields++;
        if (isMissing) {
            if (missing++ == 0) {
                missingLine = line;
                missingText = field;
            }
            return;
        }
        if (texts.size() < REMEMBERED) {
            texts.add(field);
        }
        if (CsvNumber.is(field)) {
            numbers++;
            whole += CsvNumber.isWhole(field) ? 1 : 0;
            double value = Double.parseDouble(field);
            zerosAndOnes += value == 0 || value == 1 ? 1 : 0;
            least = Math.min(least, value);
            double before = value - mean;
            mean += before / numbers; // Welford 1962
            squares += before * (value - mean);
            fromZero += value == fields - 1 ? 1 : 0;
            fromOne += value == fields ? 1 : 0;
        } else if (oddText.isEmpty()) {
            oddLine = line;
            oddText = field;
        }
        if (commaText.isEmpty() && CsvNumber.hasDecimalComma(field)) {
            commaLine = line;
            commaText = field;
        }
    }

    /** The fields that are not missing. */
    long present() {
        return fields - missing;
    }

    long numbers() {
        return numbers;
    }

    boolean allNumbers() {
        return numbers == present() && numbers > 0;
    }

    boolean allWhole() {
        return whole == present() && whole > 0;
    }

    /** Whether all are whole numbers from 0 on. */
    boolean allCounts() {
        return allWhole() && least >= 0;
    }

    /** The column that its numbers are. */
    Column number(String name) {
        double deviation = squares > 0 ? Math.sqrt(squares / numbers) : 1;
        return new Column(name, List.of(), zerosAndOnes == numbers, smallestGap(), deviation);
    }

    /** The column that its counts are. */
    Column counts(String name) {
        double beyond = squares / numbers - mean;
        return new Column(name, List.of(), false, 1, 1, OptionalDouble.of(beyond > 0 ? beyond / (mean * mean) : 0));
    }

    private double smallestGap() {
        if (texts.size() >= REMEMBERED) {
            return 0;
        }
        double[] values =
                texts.stream().mapToDouble(Double::parseDouble).sorted().toArray();
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 1; i < values.length; i++) {
            double gap = values[i] - values[i - 1];
            smallest = gap > 0 && gap < smallest ? gap : smallest;
        }
        return Double.isFinite(smallest) ? smallest : 0;
    }

    /** Whether the column counts the records, from 0 or 1. */
    boolean countsRecords() {
        return fields > 2 && (fromZero == fields || fromOne == fields);
    }

    /** Distinct texts, sorted; at most some thousands. */
    Set<String> texts() {
        return texts;
    }

    long missing() {
        return missing;
    }

    long missingLine() {
        return missingLine;
    }

    String missingText() {
        return missingText;
    }

    /** Line of the first field that is no number. */
    long oddLine() {
        return oddLine;
    }

    String oddText() {
        return oddText;
    }

    /** Line of the first number with a decimal comma. */
    long commaLine() {
        return commaLine;
    }

    /** Empty if there is no such number. */
    String commaText() {
        return commaText;
    }
}
