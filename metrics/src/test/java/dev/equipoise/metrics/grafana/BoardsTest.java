package dev.equipoise.metrics.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.metrics.Meter;
import dev.equipoise.metrics.internal.promql.Query;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The boards as Grafana's classic schema wants them. Grafana's own types check the rest: .ci/grafana. */
class BoardsTest {
    private static final Set<String> TYPES = Set.of("row", "timeseries", "stat", "heatmap", "table");
    private static final Set<String> BUILT_IN = Set.of("__rate_interval", "__range");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");

    static Stream<Board> boards() {
        return Stream.of(RunBoard.board(), FleetBoard.board());
    }

    @ParameterizedTest
    @MethodSource("boards")
    void panelsLieSideBySideWithinTwentyFourColumns(Board board) {
        Set<List<Integer>> taken = new HashSet<>();
        for (JsonNode panel : panels(board)) {
            JsonNode at = panel.get("gridPos");
            assertThat(at.get("x").asInt() + at.get("w").asInt()).isLessThanOrEqualTo(24);
            assertThat(at.get("w").asInt()).isPositive();
            assertThat(at.get("h").asInt()).isPositive();
            for (int x = at.get("x").asInt();
                    x < at.get("x").asInt() + at.get("w").asInt();
                    x++) {
                for (int y = at.get("y").asInt();
                        y < at.get("y").asInt() + at.get("h").asInt();
                        y++) {
                    assertThat(taken.add(List.of(x, y)))
                            .as("%s overlaps at column %d, row %d", panel.get("title"), x, y)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("boards")
    void everyPanelHasItsOwnIdAKnownTypeAndWordsForAPerson(Board board) {
        assertThat(panels(board)).extracting(panel -> panel.get("id").asInt()).doesNotHaveDuplicates();
        assertThat(panels(board)).allSatisfy(panel -> {
            assertThat(panel.get("type").asText()).isIn(TYPES);
            assertThat(panel.get("title").asText()).isNotBlank();
            if (!panel.get("type").asText().equals("row")) {
                assertThat(panel.get("description").asText()).endsWith(".");
                assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
                assertThat(panel.get("targets")).isNotEmpty();
            }
        });
        assertThat(panels(board))
                .filteredOn(panel -> panel.get("type").asText().equals("timeseries"))
                .extracting(panel ->
                        panel.at("/fieldConfig/defaults/custom/axisLabel").asText())
                .doesNotContain("");
    }

    @ParameterizedTest
    @MethodSource("boards")
    void everyQueryAsksTheChosenDataSourceUnderALetterOfItsOwn(Board board) {
        assertThat(panels(board)).allSatisfy(panel -> {
            assertThat(stream(panel.path("targets")))
                    .extracting(target -> target.get("refId").asText())
                    .doesNotHaveDuplicates()
                    .allMatch(letter -> letter.matches("[A-Z]"));
            assertThat(stream(panel.path("targets"))).allSatisfy(target -> {
                assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                assertThat(target.get("expr").asText()).isNotBlank();
                assertThat(target.get("range").asBoolean())
                        .isNotEqualTo(target.get("instant").asBoolean());
            });
        });
    }

    @ParameterizedTest
    @MethodSource("boards")
    void everyVariableThatIsUsedIsAskedForAtTheTop(Board board) {
        Set<String> known = new TreeSet<>(BUILT_IN);
        board.variables().forEach(variable -> known.add(variable.name()));
        JsonNode json = json(board);
        Set<String> used = new TreeSet<>();
        Stream.concat(
                        panels(board).stream().flatMap(panel -> stream(panel.path("targets")).stream()),
                        stream(json.at("/annotations/list")).stream())
                .forEach(query -> used.addAll(variables(query.get("expr").asText())));
        stream(json.at("/templating/list"))
                .forEach(query -> used.addAll(variables(query.at("/query/query").asText())));

        assertThat(used).contains("experiment", "run").isSubsetOf(known);
    }

    @ParameterizedTest
    @MethodSource("boards")
    void anOverrideNamesASeriesOrAColumnThatThePanelHas(Board board) {
        assertThat(panels(board)).allSatisfy(panel -> {
            Set<String> names =
                    new HashSet<>(Set.of("running", "completed", "stopped", "terminated", "diverged", "failed"));
            stream(panel.path("targets"))
                    .forEach(target -> names.add(target.get("legendFormat").asText()));
            stream(panel.path("transformations"))
                    .forEach(step -> step.at("/options/renameByName").forEach(name -> names.add(name.asText())));
            assertThat(stream(panel.at("/fieldConfig/overrides")))
                    .extracting(override -> override.at("/matcher/options").asText())
                    .isSubsetOf(names);
        });
    }

    /** It is a yardstick only for runs whose data were preprocessed in the same way. */
    @Test
    void whereRunsStandSideBySideTheElboSaysWhichOnesItCompares() {
        assertThat(panels(FleetBoard.board()))
                .filteredOn(panel -> panel.path("targets").toString().contains("vae_elbo_optimal_variance_nats"))
                .hasSize(2)
                .extracting(panel -> panel.get("description").asText())
                .allSatisfy(description -> assertThat(description)
                        .contains("runs whose data were preprocessed in the same way", "elboOptimalVarianceData"));
    }

    @Test
    void linksHoldBecauseIdentifiersNeverChange() {
        assertThat(boards()).extracting(Board::uid).containsExactly("equipoise-run", "equipoise-fleet");
        assertThat(json(FleetBoard.board()).toString())
                .contains("/d/equipoise-run?var-experiment=${__data.fields.Experiment}&var-run=${__value.raw}");
    }

    @Test
    void theFleetsColumnsAreNamedAfterTheLettersOfTheirQueries() {
        JsonNode table = panels(FleetBoard.board()).stream()
                .filter(panel -> panel.get("type").asText().equals("table"))
                .findAny()
                .orElseThrow();
        JsonNode names = table.at("/transformations/1/options/renameByName");
        JsonNode targets = table.get("targets");
        for (int i = 1; i < targets.size(); i++) {
            assertThat(names.has("Value #" + targets.get(i).get("refId").asText()))
                    .isTrue();
        }
        assertThat(names.get("Value #E").asText()).isEqualTo("Squared error");
        assertThat(targets.get(4).get("expr").asText()).contains("vae_squared_error");
        assertThat(names).hasSize(targets.size() - 1 + 3);
    }

    @Test
    void everyMeterThatDesignNamesIsOnTheBoardOfARunButThoseThatOnlyRescaleAnother() {
        String shown = json(RunBoard.board()).toString();
        assertThat(Arrays.stream(Meter.values())
                        .filter(meter -> meter.source() == Meter.Source.RUN)
                        .map(Meter::prometheusName)
                        .filter(name -> !Pattern.compile(name + "\\b|" + name + "_bucket")
                                .matcher(shown)
                                .find()))
                .containsExactlyInAnyOrder("vae_mse", "vae_reconstruction", "vae_weighted_kl_nats", "vae_steps_total");
    }

    @Test
    void aLegendCannotNameALabelThatItsSeriesDoNotHave() {
        assertThatThrownBy(() -> Panel.lines("KL", "nats", "KL.").show("{{latent}}", Query.of(Meter.KL_NATS)))
                .hasMessageContaining("got [latent]");
    }

    private static Set<String> variables(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static List<JsonNode> panels(Board board) {
        return stream(json(board).get("panels"));
    }

    private static List<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static JsonNode json(Board board) {
        try {
            return new ObjectMapper().readTree(board.json());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
