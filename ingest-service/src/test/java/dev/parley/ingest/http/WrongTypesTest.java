package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.parley.ingest.HttpRequests;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class WrongTypesTest {
    @Test
    void aDryRunThatIsMistypedMakesNoJob() {
        for (String word : new String[] {"yes", "1", "on"}) {
            refused(
                    given().queryParam("dryRun", word)
                            .contentType("application/json")
                            .body(HttpRequests.sound())
                            .post("/v1/jobs")
                            .then(),
                    "dryRun");
        }
    }

    @Test
    void aDryRunMayBeInCapitals() {
        given().queryParam("dryRun", "True")
                .contentType("application/json")
                .body(HttpRequests.sound())
                .post("/v1/jobs")
                .then()
                .statusCode(200);
    }

    @Test
    void aNumberIsNoTextToSpeak() {
        for (String text : new String[] {"5", "true", "[]", "{}"}) {
            refused(
                    given().contentType("application/json")
                            .body("{\"text\": %s}".formatted(text))
                            .post("/v1/speech")
                            .then(),
                    "text");
        }
    }

    @Test
    void anotherMethodIsToldWhichThereAre() {
        String job = "/v1/jobs/" + UUID.randomUUID();
        given().put(job).then().statusCode(405).header("Allow", "DELETE, GET, HEAD, PATCH");
        given().delete(job + "/webhook").then().statusCode(405).header("Allow", "GET, HEAD");
        given().get(job + "/webhook").then().statusCode(404);
        given().delete(job + "/nothing").then().statusCode(404);
    }

    private static void refused(ValidatableResponse answer, String path) {
        answer.statusCode(422)
                .contentType(Problem.MEDIA_TYPE)
                .body("violations.path", hasItem(path))
                .body("violations.code", hasItem(equalTo("wrong-type")));
    }
}
