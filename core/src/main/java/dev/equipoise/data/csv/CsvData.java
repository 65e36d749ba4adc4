package dev.equipoise.data.csv;

import com.google.common.collect.ImmutableSet;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A table of text in UTF-8, whose fields are separated by a comma, a semicolon, a tab or a bar, and may be quoted. A
 * column of numbers becomes one element. A column of texts, or one that {@link #categories} names, becomes one element
 * for each of its values: 1 for the value of the record, 0 for the others. {@code describe} shows what each column
 * became. Decimal commas are refused by line and column. A model of records that lack values also gets which values it
 * has; a missing category has no element that is 1 or 0.
 */
@Documented
@Part(CsvData.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface CsvData {

    /** The file; a relative one is relative to the working directory. */
    String file();

    /** A file of validation records with the same columns, in any order; empty to divide the records of {@link #file}. */
    String validationFile() default "";

    /** The column of the labels, whole numbers or texts; empty for none. It is no element. */
    String target() default "";

    /** Columns that are left out. Columns without a header are named 1, 2, ... */
    String[] ignore() default {};

    /** Columns whose values are categories although they are numbers. */
    String[] categories() default {};

    /**
     * Columns of counts, whole numbers from 0 on, which are not standardized: for a reconstruction term that has a
     * likelihood of counts.
     */
    String[] counts() default {};

    /** The most categories of a column. */
    @Range(min = 1, max = 10_000, unit = "categories")
    int mostCategories() default 100;

    /** The separator, one character or {@code tab}; empty to recognise it. */
    String separator() default "";

    /** Whether the first record has the names of the columns. */
    Header header() default Header.AUTO;

    /** Texts that stand for a missing value. */
    String[] missing() default {"", "NA", "N/A", "NaN", "nan", "NULL", "null", "?"};

    /** Share of the records that validate if there is no file of them. */
    @Range(min = 0, max = 1, minExcluded = true, unit = "of the records")
    double validation() default 0.1;

    /** Decides which records validate. The experiment's seed does not change them. */
    long seed() default 0;

    /** Whether each label has about the same share of the validation records. */
    boolean stratified() default false;

    /** Whether the first record has the names of the columns. */
    enum Header {
        /** It has, if none of its fields is a number. */
        AUTO,
        /** It has. */
        PRESENT,
        /** It is a record like the others. */
        ABSENT
    }

    /** Finds the files; their content is read later. */
    final class Factory implements PartFactory<CsvData, DataSource> {

        private static final String TAB = "tab";

        public Factory() {}

        @Override
        public DataSource create(CsvData annotation, Facts facts) {
            List<String> problems = new ArrayList<>();
            Path file = existing("file", annotation.file(), problems);
            Optional<Path> validation = annotation.validationFile().isEmpty()
                    ? Optional.empty()
                    : Optional.of(existing("validationFile", annotation.validationFile(), problems));
            Optional<Character> separator = separator(annotation.separator(), problems);
            if (annotation.stratified() && annotation.target().isEmpty()) {
                problems.add("stratified must be false without labels, got true; set csvData.target");
            }
            for (String name : annotation.counts()) {
                if (name.equals(annotation.target())
                        || Arrays.asList(annotation.ignore()).contains(name)
                        || Arrays.asList(annotation.categories()).contains(name)) {
                    problems.add("counts must be columns with no other purpose, got " + name + "; set csvData.counts");
                }
            }
            if (!problems.isEmpty()) {
                throw new InvalidPartException(problems);
            }
            return new CsvSource(
                    new CsvSource.Format(separator, header(annotation.header())),
                    file,
                    validation,
                    new CsvChoice(
                            Optional.of(annotation.target()).filter(name -> !name.isEmpty()),
                            ImmutableSet.copyOf(annotation.ignore()),
                            ImmutableSet.copyOf(annotation.categories()),
                            ImmutableSet.copyOf(annotation.counts()),
                            annotation.mostCategories(),
                            ImmutableSet.copyOf(annotation.missing())),
                    new Dataset.Holdout(annotation.validation(), annotation.stratified(), annotation.seed()));
        }

        private static Optional<Boolean> header(Header header) {
            return header == Header.AUTO ? Optional.empty() : Optional.of(header == Header.PRESENT);
        }

        private static Optional<Character> separator(String text, List<String> problems) {
            if (text.isEmpty()) {
                return Optional.empty();
            }
            char separator = text.equals(TAB) ? '\t' : text.charAt(0);
            boolean clash = separator == '"' || separator == '\n' || separator == '\r';
            if ((text.length() > 1 && !text.equals(TAB)) || clash) {
                problems.add("separator must be one character, but no quote and no end of a line, or 'tab', got '"
                        + text + "'; set csvData.separator, or leave it out to recognise it");
            }
            return Optional.of(separator);
        }

        private static Path existing(String attribute, String name, List<String> problems) {
            try {
                Path file = Path.of(name);
                if (!Files.isRegularFile(file)) {
                    problems.add(attribute + " must be a file of separated values, got '" + name + "', which is "
                            + (Files.exists(file) ? "no file" : "not there (" + file.toAbsolutePath() + ")")
                            + "; set csvData." + attribute);
                }
                return file;
            } catch (InvalidPathException e) {
                problems.add(attribute + " must be a path, got '" + name + "': " + e.getReason() + "; set csvData."
                        + attribute);
                return Path.of("");
            }
        }
    }
}
