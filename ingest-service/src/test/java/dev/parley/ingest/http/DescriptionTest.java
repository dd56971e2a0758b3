package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class DescriptionTest {
    private static final List<Class<?>> RESOURCES =
            List.of(JobsResource.class, UploadsResource.class, VideoResource.class, JobEventsResource.class);

    @Test
    void theDescriptionNamesEveryCallAndNoOther() throws Exception {
        String description = given().queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        Set<String> described = new TreeSet<>();
        JsonNode paths = new ObjectMapper().readTree(description).path("paths");
        paths.properties().forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
            if (!method.equals("parameters")) {
                described.add(method + " " + path.getKey());
            }
        }));
        assertThat(described).isEqualTo(served());
    }

    @Test
    void everyProblemThatIsDescribedHasItsMediaType() {
        given().queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .body(
                        "components.responses.collect { it.value.content.keySet() }.flatten().unique()",
                        equalTo(List.of("application/problem+json")));
    }

    @Test
    void thePageNeedsNothingFromElsewhere() {
        given().get("/")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Content-Security-Policy", containsString("default-src 'none'"));
        for (String file : List.of("page.js", "style.css", "icon.svg")) {
            String text =
                    given().get("/" + file).then().statusCode(200).extract().asString();
            assertThat(text.replace("http://www.w3.org/2000/svg", ""))
                    .doesNotContain("http://")
                    .doesNotContain("https://");
        }
    }

    private static Set<String> served() {
        Set<String> calls = new TreeSet<>();
        for (Class<?> resource : RESOURCES) {
            String root = resource.getAnnotation(Path.class).value();
            for (Method method : resource.getDeclaredMethods()) {
                for (Annotation annotation : method.getAnnotations()) {
                    HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (verb != null) {
                        Path path = method.getAnnotation(Path.class);
                        calls.add(verb.value().toLowerCase(Locale.ROOT) + " " + root
                                + (path == null ? "" : path.value()));
                    }
                }
            }
        }
        return calls;
    }
}
