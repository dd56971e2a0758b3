package dev.parley.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The boards that Grafana reads are made of one description, and ask for what there is. */
class BoardsTest {
    private static final String FOLDER = "infra/grafana/boards/";

    static Stream<JsonNode> descriptions() {
        List<JsonNode> descriptions = new ArrayList<>();
        Repository.yaml("infra/grafana/boards.yml").forEach(descriptions::add);
        return descriptions.stream();
    }

    /** With {@code -Dboards.write} it makes them so. */
    @ParameterizedTest
    @MethodSource("descriptions")
    void aBoardIsAsItsDescriptionSays(JsonNode description) throws IOException {
        Path file = Repository.file(FOLDER + description.get("uid").asText() + ".json");
        String made = text(BoardWriter.board(description));
        if (System.getProperty("boards.write") != null) {
            Files.writeString(file, made);
        }
        assertThat(Repository.text(file)).isEqualTo(made);
    }

    private static String text(JsonNode board) throws JsonProcessingException {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(lines)
                .withArrayIndenter(lines);
        return Repository.JSON.writer(printer).writeValueAsString(board) + "\n";
    }

    @Test
    void everyBoardHasADescription() {
        Set<String> described = new TreeSet<>();
        descriptions().forEach(board -> described.add(board.get("uid").asText() + ".json"));
        assertThat(Repository.files(FOLDER, ".json"))
                .extracting(file -> file.getFileName().toString())
                .containsExactlyElementsOf(described);
    }

    @Test
    void everyMetricOnABoardIsExportedOrRecorded() {
        List<String> queries = new ArrayList<>();
        boards().forEach(board -> queries.addAll(board.findValuesAsText("expr")));
        assertThat(queries).hasSizeGreaterThan(80);
        String all = String.join("\n", queries);
        assertThat(MetricNames.exported()).containsAll(MetricNames.asked(all));
        assertThat(MetricNames.recorded()).containsAll(MetricNames.askedOfRules(all));
    }

    @Test
    void panelsDoNotOverlapAndHaveAnIdOfTheirOwn() {
        boards().forEach(board -> {
            Set<String> cells = new HashSet<>();
            Set<Integer> ids = new HashSet<>();
            for (JsonNode panel : board.get("panels")) {
                assertThat(ids.add(panel.get("id").asInt())).isTrue();
                JsonNode at = panel.get("gridPos");
                for (int x = 0; x < at.get("w").asInt(); x++) {
                    for (int y = 0; y < at.get("h").asInt(); y++) {
                        String cell =
                                (at.get("x").asInt() + x) + "," + (at.get("y").asInt() + y);
                        assertThat(cells.add(cell))
                                .as("%s at %s", panel.get("title"), cell)
                                .isTrue();
                    }
                }
            }
        });
    }

    private static Stream<JsonNode> boards() {
        return Repository.files(FOLDER, ".json").stream().map(file -> {
            try {
                return Repository.JSON.readTree(file.toFile());
            } catch (IOException e) {
                throw new IllegalStateException("Cannot read " + file, e);
            }
        });
    }
}
