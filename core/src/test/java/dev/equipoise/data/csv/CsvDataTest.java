package dev.equipoise.data.csv;

import static dev.equipoise.data.Annotations.NO_DATA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.equipoise.data.Annotations;
import dev.equipoise.data.DataFormatException;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.IdxBytes;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Split;
import dev.equipoise.data.Standardize;
import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvDataTest {

    @TempDir
    Path folder;

    private String write(String name, String text) {
        return IdxBytes.write(folder, name, text.getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private DataSource of(String text, Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("file", write("data.csv", text));
        return new CsvData.Factory().create(Annotations.annotation(CsvData.class, all), NO_DATA);
    }

    private DataSource of(String text) {
        return of(text, Map.of());
    }

    /** The rows of both splits, sorted by their first elements. */
    private static List<float[]> rows(DataSource source) {
        Dataset data = source.load();
        List<float[]> rows = new ArrayList<>();
        data.training().forEach((n, row) -> rows.add(row.clone()));
        data.validation().forEach((n, row) -> rows.add(row.clone()));
        rows.sort(Comparator.comparing((float[] row) -> row[0]).thenComparing(Arrays::toString));
        return rows;
    }

    private void refused(DataSource source, String... parts) {
        assertThatThrownBy(source::facts)
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("data.csv")
                .hasMessageContainingAll(parts);
    }

    @Test
    void numbersTextsAndLabelsBecomeWhatDescribeShows() {
        DataSource source = of("""
                age,"eye colour",weight,height,species,code
                1,blue,2.5,-1e2,cat,x
                2,green,.5,7.,dog,y
                3, blue ,+4,0,cat,z
                """, Map.of("target", "species", "ignore", new String[] {"code"}));

        assertThat(source.facts().withColumns(List.of())).isEqualTo(new DataFacts(2, 1, List.of(5), Optional.empty()));
        assertThat(source.facts().columns())
                .extracting(Column::name)
                .containsExactly("age", "eye colour", "weight", "height");
        assertThat(source.facts().columns().get(1)).isEqualTo(new Column("eye colour", List.of("blue", "green")));
        assertThat(source.facts().columns().get(0))
                .isEqualTo(new Column("age", List.of(), false, 1, Math.sqrt(2 / 3.0)));
        assertThat(rows(source))
                .containsExactly(
                        new float[] {1, 1, 0, 2.5f, -100}, new float[] {2, 0, 1, 0.5f, 7}, new float[] {3, 1, 0, 4, 0});
        assertThat(source.description())
                .containsExactly(
                        entry("records", "3, separated by ',', below a header"),
                        entry("column age", "a number, element 0"),
                        entry("column eye colour", "2 categories (blue, green), elements 1 to 2"),
                        entry("columns weight to height", "numbers, elements 3 to 4"),
                        entry("column species", "the label, 0 to 1 (cat, dog)"),
                        entry("column code", "ignored"));
    }

    @Test
    void labelsAreOfTheirRecords() {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int i = 0; i < 40; i++) {
            text.append(i).append(',').append(i < 20 ? 7 : -2).append('\n');
        }
        Dataset data =
                of(text.toString(), Map.of("target", "y", "stratified", true)).load();

        assertThat(data.validation().labels()).containsExactly(7, 7, -2, -2);
        data.training()
                .forEach((n, row) -> assertThat(data.training().labels()[n]).isEqualTo(row[0] < 20 ? 7 : -2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                ",#a,b,c~1,2,3~4,5,6",
                "a tab#a\tb\tc~1\t2\t3~4\t5\t6",
                ";#a;b;c~1;2;3~4;5;6",
                "|#a|b|c~1|2|3~4|5|6"
            })
    void theSeparatorIsRecognised(String word, String text) {
        DataSource source = of(text.replace('~', '\n'));

        assertThat(rows(source)).containsExactly(new float[] {1, 2, 3}, new float[] {4, 5, 6});
        assertThat(source.description().get("records").replace("'", "")).contains("separated by " + word);
    }

    @Test
    void theSeparatorCanBeStated() {
        assertThat(rows(of("a b\n1 2\n3 4\n", Map.of("separator", " "))))
                .containsExactly(new float[] {1, 2}, new float[] {3, 4});
        assertThat(rows(of("1\t2\n3\t4", Map.of("separator", "tab")))).hasSize(2);
        assertThatThrownBy(() -> of("a", Map.of("separator", "::")))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContaining("got '::'; set csvData.separator");
    }

    @Test
    void quotedFieldsHoldSeparatorsQuotesAndLineEnds() {
        DataSource source = of("name,x\r\n\"a, \"\"b\"\"\nc\",1\r\n\"plain\",2\r\n");

        assertThat(source.description().get("column name"))
                .isEqualTo("2 categories (a, \"b\"\nc, plain), elements 0 to 1");
        assertThat(rows(source)).containsExactly(new float[] {0, 1, 2}, new float[] {1, 0, 1});
    }

    @Test
    void aHeaderIsRecognisedByHavingNoNumber() {
        assertThat(of("1,2\n3,4\n5,6").facts().trainingExamples()).isEqualTo(2);
        assertThat(of("1,2\n3,4\n5,6").description()).containsKey("columns 1 to 2");
        assertThat(of("a,2\n3,4\n5,6", Map.of("header", CsvData.Header.PRESENT))
                        .facts()
                        .trainingExamples())
                .isEqualTo(1);
        assertThat(of("a,b\nc,d", Map.of("header", CsvData.Header.ABSENT))
                        .facts()
                        .trainingExamples())
                .isEqualTo(1);
        refused(of("a,a\n1,2\n"), "'a' twice");
    }

    @Test
    void aByteOrderMarkIsNoPartOfAName() {
        assertThat(of("\ufeffa,b\n1,2\n3,5\n").description()).containsKey("columns a to b");
        assertThat(rows(of("\ufeff1,2\n3,4\n"))).containsExactly(new float[] {1, 2}, new float[] {3, 4});
    }

    @Test
    void wholeNumbersAreCategoriesOnRequest() {
        DataSource source = of("x,k\n1,3\n2,5\n3,3\n", Map.of("categories", new String[] {"k"}));

        assertThat(rows(source)).containsExactly(new float[] {1, 1, 0}, new float[] {2, 0, 1}, new float[] {3, 1, 0});
    }

    @Test
    void missingValuesAreMissingInTheRows() {
        DataSource source = of("a,k,c\n1,x,3\n4,NA,6\n,y,9\n1,?,2\n");

        assertThat(source.facts().gaps()).isTrue();
        assertThat(source.description()).containsEntry("missing values", "a: 1, k: 2");
        assertThat(rows(source))
                .containsExactly(
                        new float[] {1, 1, 0, 3},
                        new float[] {1, Float.NaN, Float.NaN, 2},
                        new float[] {4, Float.NaN, Float.NaN, 6},
                        new float[] {Float.NaN, 0, 1, 9});
        DataSource other = of("a,b\n1,-999\n2,3\n", Map.of("missing", new String[] {"-999"}));
        assertThat(rows(other)).containsExactly(new float[] {1, Float.NaN}, new float[] {2, 3});
    }

    @Test
    void columnsThatAreStatedToBeCountsHaveADispersion() {
        DataSource source =
                of("visits,calls,age\n1,0,5\n3,9,6\n2,0,7\n", Map.of("counts", new String[] {"visits", "calls"}));
        List<Column> columns = source.facts().columns();

        assertThat(columns.get(0).dispersion()).hasValue(0);
        assertThat(columns.get(1).dispersion()).hasValue((18 - 3) / 9.0);
        assertThat(columns.get(1).number()).isFalse();
        assertThat(columns.get(2).dispersion()).isEmpty();
        assertThat(source.description()).containsEntry("column calls", "a count, element 1");
        assertThat(rows(source)).contains(new float[] {3, 9, 6});
        Preprocessing standardize = new Standardize.Step(Standardize.Per.AUTO, 1);
        double[] slopes = PreprocessedData.load(source, List.of(standardize))
                .steps()
                .get(0)
                .slopes()
                .orElseThrow();
        assertThat(slopes).startsWith(1, 1);
        assertThat(slopes[2]).isNotEqualTo(1);
        for (String wrong : List.of("visits\n1\n-2\n", "visits\n1\n2.5\n")) {
            assertThatThrownBy(() ->
                            of(wrong, Map.of("counts", new String[] {"visits"})).facts())
                    .hasMessageContaining("expected whole numbers from 0 on in column visits");
        }
    }

    @Test
    void numbersThatAreZeroOrOneAreBinaryAndGapsAreTheSmallest() {
        List<Column> columns =
                of("flag,dose\n0,0.5\n1,2\n1,0.75\n0,NA\n").facts().columns();

        assertThat(columns.get(0).binary()).isTrue();
        assertThat(columns.get(0).number()).isFalse();
        assertThat(columns.get(1).binary()).isFalse();
        assertThat(columns.get(1).gap()).isEqualTo(0.25);
        assertThat(columns.get(1).standardized().deviation()).isEqualTo(1);
        assertThat(columns.get(1).standardized().gap())
                .isEqualTo(0.25 / columns.get(1).deviation());
    }

    @Test
    void onlyWhatARowHasCanBeMissing() {
        DataSource ignored = of("a,b\n1,NA\n2,3\n", Map.of("ignore", new String[] {"b"}));
        assertThat(ignored.facts().gaps()).isFalse();
        refused(of("a,b\n1,\n2,\n"), "expected values in column b, found none");
        refused(
                of("a,b\n1,NA\n2,3\n3,?\n", Map.of("target", "b")),
                "line 2: expected a label in column b, found 'NA', the first of 2 missing labels");
    }

    @Test
    void decimalCommasAreNamed() {
        refused(
                of("a;b\n1,5;2\n3,5;4\n"),
                "line 2: expected numbers with a decimal point in column a",
                "'1,5'",
                "write 1.5");
        refused(of("a\tb\n1\t1.234,5\n3\t2\n"), "'1.234,5'", "write 1234.5");
    }

    @Test
    void aTextAmongNumbersIsNamed() {
        refused(
                of("a,b\n1,2\n2,oops\n3,4\n"),
                "line 3: expected a number in column b, as in 2 of its 3 fields, found 'oops'",
                "it is a missing value");
        refused(of("a,b\n1,2\n2,Infinity\n3,4\n"), "found 'Infinity'");
    }

    @Test
    void aColumnOfManyTextsIsNamed() {
        StringBuilder text = new StringBuilder("id,x\n");
        for (int i = 0; i < 200; i++) {
            text.append("id").append(i).append(",1\n");
        }
        refused(of(text.toString()), "at most 100 different values in column id", "found 200", "ignore the column");
        assertThat(of(text.toString(), Map.of("mostCategories", 200)).facts().elements())
                .isEqualTo(201);
    }

    @Test
    void recordsOfAnotherLengthAreNamed() {
        refused(of("a,b\n1,2\n3\n"), "line 3: expected 2 fields separated by ','", "found 1");
        refused(of("a,b\n1,2\n3,4,5\n"), "line 3", "found 3; quote texts");
    }

    @Test
    void columnsThatAreNotThereAreNamed() {
        refused(of("a,b\n1,2\n3,4\n", Map.of("target", "c")), "expected the columns c, found a, b");
        refused(of("a,b\n1,2\n3,4\n", Map.of("ignore", new String[] {"a", "b"})), "expected a column with values");
    }

    @Test
    void aColumnThatCountsTheRecordsIsWarnedAbout() {
        assertThat(of(",x\n0,5\n1,7\n2,9\n").warnings())
                .singleElement()
                .asString()
                .contains("count the records", "column 1");
        assertThat(of("a,x\n0,5\n1,7\n3,9\n").warnings()).isEmpty();
    }

    @Test
    void validationRecordsMayBeInAFileOfTheirOwn() {
        String validation = write("validation.csv", "a,kind\n5,u\n6,v\n");
        String train = "a,kind\n1,u\n2,v\n3,u\n";

        DataSource source = of(train, Map.of("validationFile", validation, "target", "kind"));
        assertThat(source.facts().withColumns(List.of())).isEqualTo(new DataFacts(3, 2, List.of(1), Optional.empty()));
        assertThat(source.load().validation().values()).containsExactly(5, 6);
        assertThat(source.load().validation().labels()).containsExactly(0, 1);
        assertThat(source.files()).endsWith(Path.of(validation));
        write("validation.csv", "a,kind\n5,u\n6,w\n");
        assertThatThrownBy(() -> of(train, Map.of("validationFile", validation)).facts())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll("validation.csv, line 3", "column kind", "2 categories (u, v)", "found 'w'");
        write("validation.csv", "a,b\n5,u\n");
        assertThatThrownBy(() -> of(train, Map.of("validationFile", validation)).facts())
                .hasMessageContaining("expected the columns of");
    }

    @Test
    void numbersThatAreNoFloatsStayExact() {
        assertThat(of("a\n1700000001\n1700000002\n").load().training().rows().exact())
                .isTrue();
        assertThat(of("a\n1.5\n2\n").load().training().rows().exact()).isFalse();
    }

    @Test
    void otherKindsOfFilesAreNamed() {
        refused(of(""), "an empty file");
        refused(of("PK\u0003\u0004..."), "a workbook of Excel must be saved as CSV");
        refused(of("a\0b"), "bytes that are no text");
        refused(of("a,b\n"), "expected records, found none");
        IdxBytes.write(folder, "latin.csv", "a,b\n1,\u00e9\n2,x\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> new CsvData.Factory()
                        .create(
                                Annotations.annotation(
                                        CsvData.class,
                                        Map.of(
                                                "file",
                                                folder.resolve("latin.csv").toString())),
                                NO_DATA)
                        .facts())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll("latin.csv", "bytes that are no UTF-8; save it as UTF-8");
        assertThatThrownBy(() -> new CsvData.Factory()
                        .create(
                                Annotations.annotation(CsvData.class, Map.of("file", "none.csv", "stratified", true)),
                                NO_DATA))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContainingAll("not there", "set csvData.file", "set csvData.target");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1", "+1.", ".5", "1e5", "1.5E-10", "007"})
    void theseAreNumbers(String text) {
        assertThat(CsvNumber.is(text)).isTrue();
        assertThat(Double.parseDouble(text)).isFinite();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "-", "1f", "0x1p3", "NaN", "1e", "1e+", "1 2", "1,5", "--1", "e5", "\u0661"})
    void theseAreNone(String text) {
        assertThat(CsvNumber.is(text)).isFalse();
    }

    private static final String PETS = "age,kind,species\n1,cat,x\n2,dog,y\n3,cat,x\n";

    private Split read(String text, Map<String, Object> values) {
        return of(PETS, values).read(Path.of(write("new.csv", text))).orElseThrow();
    }

    @Test
    void newColumnsAreFoundByTheirNames() {
        Map<String, Object> labelled = Map.of("target", "species");

        Split split = read("note,kind,species,age\nold,dog,y,7\nnew,dog,x,8\n", labelled);
        assertThat(split.values()).containsExactly(7, 0, 1, 8, 0, 1);
        assertThat(split.labels()).containsExactly(1, 0);
        assertThat(read("kind,age\ncat,7\n", labelled).labels()).isEmpty();
        assertThat(read("kind,age\ncat,7\n", labelled).values()).containsExactly(7, 1, 0);
    }

    @Test
    void newRecordsThatDoNotFitAreNamed() {
        assertThatThrownBy(() -> read("kind,species\ncat,x\n", Map.of("target", "species")))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll("new.csv", "expected the columns of", "also age, found kind, species");
        for (String text : List.of("age,kind\n7,cat\n8,cow\n", "age,kind\n7,cat\n,cat\n")) {
            assertThatThrownBy(() -> read(text, Map.of("ignore", new String[] {"species"})))
                    .isInstanceOf(DataFormatException.class)
                    .hasMessageContaining("new.csv, line 3");
        }
        assertThatThrownBy(() -> read("age,kind\n7,cow\n", Map.of("ignore", new String[] {"species"})))
                .hasMessageContainingAll("column kind", "2 categories (cat, dog)", "found 'cow'");
    }
}
