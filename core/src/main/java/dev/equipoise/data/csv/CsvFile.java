package dev.equipoise.data.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.equipoise.data.DataFormatException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file of records, each with the same number of fields. Fields may be quoted (RFC 4180); blanks around them are no part
 * of them.
 *
 * @param path on disk
 * @param separator between fields
 * @param header whether the first record has the names of the columns
 * @param names of the columns; without a header their numbers, from 1
 */
record CsvFile(Path path, char separator, boolean header, List<String> names) {

    /** Separators that are recognised; a comma may also be in numbers and texts, so the others come first. */
    private static final List<Character> SEPARATORS = List.of('\t', ';', '|', ',');

    /** Records that the separator is recognised by. */
    private static final int SAMPLE = 50;

    /** What a record is given to. */
    @FunctionalInterface
    interface Visitor {
        /** @param fields as many as there are columns, without blanks around them */
        void visit(long line, List<String> fields);
    }

    /**
     * Finds the separator and the header.
     *
     * @param separator empty to recognise it
     * @param header empty to recognise it: names are no numbers
     */
    static CsvFile of(Path path, Optional<Character> separator, Optional<Boolean> header) {
        String head = CsvText.head(path);
        char found = separator.orElseGet(() -> separator(head));
        List<String> first = sample(head, found).stream()
                .findFirst()
                .orElseThrow(() -> new DataFormatException(path + ": expected records, found none"));
        boolean named = header.orElseGet(() -> first.stream().map(String::strip).noneMatch(CsvNumber::is));
        return new CsvFile(path, found, named, names(path, first, named));
    }

    private static List<String> names(Path path, List<String> first, boolean named) {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String field : first) {
            int number = names.size() + 1;
            String name = !named ? String.valueOf(number) : field.isBlank() ? "column " + number : field.strip();
            if (!seen.add(name)) {
                throw new DataFormatException(path + ": expected a header of different names, found '" + name
                        + "' twice; rename one, or state that there is no header");
            }
            names.add(name);
        }
        return List.copyOf(names);
    }

    private static char separator(String head) {
        char most = ',';
        int fields = 1;
        for (char candidate : SEPARATORS) {
            List<List<String>> records = sample(head, candidate);
            int count = records.isEmpty() ? 0 : records.get(0).size();
            if (count > 1 && records.stream().allMatch(each -> each.size() == count)) {
                return candidate;
            }
            if (count > fields) {
                most = candidate;
                fields = count;
            }
        }
        return most;
    }

    /** The first records, as far as they can be read. */
    private static List<List<String>> sample(String head, char separator) {
        List<List<String>> records = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = builder(separator).ofCsvRecord(head)) {
            for (CsvRecord next : reader) {
                records.add(next.getFields());
                if (records.size() == SAMPLE) {
                    break;
                }
            }
        } catch (CsvParseException | IOException e) {
            return records;
        }
        return records;
    }

    private static CsvReader.CsvReaderBuilder builder(char separator) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .trimWhitespacesAroundQuotes(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
    }

    /**
     * Reads every record but the header.
     *
     * @throws DataFormatException if one has another number of fields, or cannot be read
     */
    void forEach(Visitor visitor) {
        try (Reader text = CsvText.open(path);
                CsvReader<CsvRecord> reader = builder(separator).ofCsvRecord(text)) {
            boolean skip = header;
            for (CsvRecord next : reader) {
                if (!skip) {
                    visitor.visit(next.getStartingLineNumber(), fields(next));
                }
                skip = false;
            }
        } catch (IOException | UncheckedIOException | CsvParseException e) {
            throw CsvText.unreadable(path, e);
        }
    }

    private List<String> fields(CsvRecord next) {
        List<String> fields = next.getFields();
        if (fields.size() != names.size()) {
            throw fails(
                    next.getStartingLineNumber(),
                    names.size() + " fields separated by " + word(separator) + ", as in the first line",
                    fields.size() + "; quote texts that contain the separator");
        }
        return fields.stream().map(String::strip).toList();
    }

    DataFormatException fails(long line, String expected, String found) {
        return new DataFormatException(path + ", line " + line + ": expected " + expected + ", found " + found);
    }

    /** A separator in words. */
    static String word(char separator) {
        return separator == '\t' ? "a tab" : "'" + separator + "'";
    }
}
