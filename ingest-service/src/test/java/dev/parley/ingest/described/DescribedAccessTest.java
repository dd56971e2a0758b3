package dev.parley.ingest.described;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.parley.ingest.access.KeysProfile;
import dev.parley.testkit.FarmResource;
import dev.parley.testkit.openapi.ApiDocument;
import dev.parley.testkit.openapi.Operation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** As {@link DescribedCallsTest}, of what only a farm with keys does. */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
@TestProfile(KeysProfile.class)
class DescribedAccessTest {
    private static final String BEARER = "Bearer " + KeysProfile.ADMIN;

    @TestFactory
    Stream<DynamicTest> isAnsweredAsDescribed() throws IOException {
        ApiDocument document = CallSender.servedDocument();
        CallSender admin = new CallSender(document, Map.of("Authorization", BEARER));
        Map<String, List<JsonNode>> known = Map.of("id", List.of(key(), key()), "key", List.of(key()));
        List<Operation> operations = document.operations().stream()
                .filter(operation ->
                        operation.described().at("/tags/0").asText().equals("access"))
                .sorted(Comparator.comparing(operation -> operation.method().equals("DELETE")))
                .toList();
        assertThat(operations).hasSizeGreaterThan(7);
        return operations.stream()
                .map(operation -> DynamicTest.dynamicTest(
                        operation + ", seed " + CallSender.SEED,
                        () -> admin.isAnsweredAsDescribed(operation, known, Map.of())));
    }

    private static JsonNode key() {
        return new TextNode(given().header("Authorization", BEARER)
                .contentType("application/json")
                .body("{\"name\": \"to be tried\"}")
                .post("/v1/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("about.id"));
    }
}
