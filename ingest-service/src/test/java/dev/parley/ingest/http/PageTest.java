package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.Fault;
import dev.parley.contracts.WarningCode;
import dev.parley.contracts.WireName;
import dev.parley.media.MediaException;
import dev.parley.speech.SpeechException;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of the page, as a browser gets them. */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class PageTest {
    private static final Path FILES = Path.of("src/main/resources/META-INF/resources");
    private static final int MOST_BYTES = 300_000;
    private static final Pattern PLAYER = Pattern.compile("\"(/webjars/[^\"]+)\"");
    private static final Pattern HOLE = Pattern.compile("\\{[a-z]+}");

    @Test
    void thePageLoadsNothingFromElsewhereAndLittleInAll() throws Exception {
        given().get("/")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(not(containsString("pantomime"))); // engines come from the farm
        long bytes = 0;
        for (String file : files()) {
            Response answer = given().get("/" + file);
            assertThat(answer.statusCode()).as(file).isEqualTo(200);
            assertThat(answer.asString().replace("http://www.w3.org/2000/svg", ""))
                    .as(file)
                    .doesNotContain("http://", "https://");
            bytes += answer.asByteArray().length;
        }
        assertThat(bytes).isLessThan(MOST_BYTES);
    }

    /** Builds are reproducible: the time of a file in a jar says nothing about its content. */
    @Test
    void afterAnUpgradeNobodyRunsTheOldPage() throws Exception {
        Set<String> tags = new TreeSet<>();
        for (String file : files()) {
            Response answer = given().get("/" + file);
            assertThat(answer.header("Cache-Control")).as(file).isEqualTo("no-cache");
            assertThat(answer.header("Last-Modified")).as(file).isNull();
            assertThat(tags.add(answer.header("ETag"))).as(file).isTrue();
            given().header("If-None-Match", answer.header("ETag"))
                    .get("/" + file)
                    .then()
                    .statusCode(304)
                    .header("ETag", equalTo(answer.header("ETag")));
            given().header("If-None-Match", "\"older\"").get("/" + file).then().statusCode(200);
        }
        given().get("/")
                .then()
                .header("ETag", equalTo(given().get("/index.html").header("ETag")));
    }

    @Test
    void thePlayerIsThereAndKeptForGood() throws Exception {
        Matcher address = PLAYER.matcher(Files.readString(FILES.resolve("page/live.js")));
        assertThat(address.find()).isTrue();
        given().get(address.group(1))
                .then()
                .statusCode(200)
                .header("Cache-Control", containsString("immutable"))
                .body(containsString("Hls"));
    }

    @Test
    void apiAnswersAreNotTakenForFiles() {
        given().get("/v1/jobs/x.json").then().statusCode(404).contentType(Problem.MEDIA_TYPE);
        given().get("/nothing.js").then().statusCode(404);
    }

    static Stream<String> languages() throws Exception {
        try (Stream<Path> files = Files.list(FILES.resolve("words"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyLanguageSaysTheSameThings(String file) throws Exception {
        JsonNode english = words("en.json");
        JsonNode other = words(file);
        assertThat(names(other)).isEqualTo(names(english));
        for (String name : names(english)) {
            assertThat(holes(other.path(name).asText()))
                    .as("%s: %s", file, name)
                    .isEqualTo(holes(english.path(name).asText()));
            assertThat(other.path(name).asText()).as("%s: %s", file, name).isNotBlank();
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyLanguageHasWordsForWhatTheFarmWarnsOf(String file) throws Exception {
        JsonNode words = words(file);
        for (WarningCode code : WarningCode.values()) {
            String name = "warning." + WireName.of(code);
            assertThat(words.path(name).asText()).as("%s: %s", file, name).isNotBlank();
            Set<String> known = new TreeSet<>(Set.of("{path}"));
            code.names().forEach(value -> known.add("{" + value + "}"));
            assertThat(known)
                    .as("%s: %s", file, name)
                    .containsAll(holes(words.path(name).asText()));
        }
        for (Fault fault : Fault.values()) {
            for (String kind : List.of("fault.", "failure.")) {
                assertThat(words.path(kind + fault.name()).asText())
                        .as("%s: %s", file, kind + fault)
                        .isNotBlank();
            }
        }
    }

    /** "Advanced" is made of the schema: a field that changes there changes in the languages too. */
    @Test
    void theWordsOfSettingsAreThoseOfTheSchema() throws Exception {
        JsonNode words = words("en.json");
        JsonNode schema =
                new ObjectMapper().readTree(getClass().getResourceAsStream("/schemas/render-request.schema.json"));
        Map<String, String> said = new TreeMap<>();
        names(words).stream()
                .filter(name -> name.startsWith("setting.") && name.endsWith(".about"))
                .forEach(name -> said.put(
                        name.substring("setting.".length(), name.length() - ".about".length()),
                        words.path(name).asText()));
        Map<String, String> served = new TreeMap<>();
        descriptions(schema, schema, "", served);
        Set<String> elsewhere = elsewhere();
        served.keySet().removeIf(path -> elsewhere.contains(path.replaceFirst("\\..*", "")));
        assertThat(served).isNotEmpty().isEqualTo(said);
    }

    /** What the page asks for in places of its own. */
    private static Set<String> elsewhere() throws Exception {
        Matcher list = Pattern.compile("OWN = \\[(.*)];").matcher(Files.readString(FILES.resolve("page/request.js")));
        assertThat(list.find()).isTrue();
        return Set.of(list.group(1).replace("\"", "").split(", "));
    }

    private static void descriptions(JsonNode schema, JsonNode node, String path, Map<String, String> into) {
        node.path("properties").properties().forEach(field -> {
            JsonNode each = field.getValue();
            String ref = each.path("$ref").asText();
            JsonNode target = ref.isEmpty() ? each : schema.at(ref.substring(1));
            JsonNode description = each.has("description") ? each.get("description") : target.path("description");
            into.put(path + field.getKey(), description.asText());
            descriptions(schema, target, path + field.getKey() + ".", into);
        });
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyLanguageHasWordsForWhatIsWrong(String file) throws Exception {
        Set<String> codes = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/bad-inputs.ndjson"))) {
            for (JsonNode refused : new ObjectMapper().readTree(line).path("refused")) {
                codes.add(refused.asText().replaceFirst(".* ", ""));
            }
        }
        Stream.of(MediaException.Problem.values()).map(WireName::of).forEach(codes::add);
        Stream.of(SpeechException.Problem.values()).map(WireName::of).forEach(codes::add);
        assertThat(codes).hasSizeGreaterThan(25);
        JsonNode words = words(file);
        assertThat(names(words))
                .containsAll(codes.stream().map("violation."::concat).toList());
    }

    @Test
    void everyWordThatThePageUsesIsThere() throws Exception {
        Set<String> known = names(words("en.json"));
        Pattern use = Pattern.compile("\\bt\\(\"([a-z.A-Z-]+)\"|data-t(?:-[a-z-]+)?=\"([^\"]+)\"");
        List<String> unknown = new ArrayList<>();
        for (String file : files()) {
            Matcher found = use.matcher(Files.readString(FILES.resolve(file)));
            while (found.find()) {
                String name = found.group(1) == null ? found.group(2) : found.group(1);
                if (!known.contains(name)) {
                    unknown.add(file + ": " + name);
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static JsonNode words(String file) throws Exception {
        return new ObjectMapper().readTree(FILES.resolve("words").resolve(file).toFile());
    }

    private static Set<String> names(JsonNode words) {
        Set<String> names = new TreeSet<>();
        for (Iterator<String> all = words.fieldNames(); all.hasNext(); ) {
            names.add(all.next());
        }
        return names;
    }

    private static Set<String> holes(String text) {
        Set<String> holes = new TreeSet<>();
        HOLE.matcher(text).results().forEach(hole -> holes.add(hole.group()));
        return holes;
    }

    /** All of the page except languages, of which a browser loads one or two. */
    private static List<String> files() throws Exception {
        try (Stream<Path> files = Files.walk(FILES)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> FILES.relativize(file).toString())
                    .filter(file -> !file.startsWith("words/") || file.equals("words/en.json"))
                    .sorted()
                    .toList();
        }
    }
}
