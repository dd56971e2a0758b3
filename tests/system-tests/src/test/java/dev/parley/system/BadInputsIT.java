package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be rendered is answered at once, in the same words on every way in. */
@ExtendWith(CommonFarm.class)
class BadInputsIT {
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    private static Farm farm;
    private static Api api;

    @BeforeAll
    static void start(Farm shared) {
        farm = shared;
        api = farm.api();
    }

    static List<BadInput> badInputs() throws Exception {
        return BadInput.all();
    }

    @ParameterizedTest
    @MethodSource("badInputs")
    void isRefusedOverHttp(BadInput bad) throws Exception {
        Api.Answer answer = api.submit(bad.request(api));
        assertThat(answer.status()).as(answer.toString()).isBetween(400, 499);
        assertThat(codes(answer.body().path("violations"))).contains(bad.path() + " " + bad.code());
    }

    @TestFactory
    List<DynamicTest> areRejectedOnTheTopic() throws Exception {
        List<String> records = new ArrayList<>();
        List<DynamicTest> tests = new ArrayList<>();
        for (BadInput bad : badInputs()) {
            String label = "bad-" + Math.abs(bad.name().hashCode());
            records.add(bad.request(api).replaceFirst("\\{", "{\"labels\":{\"test\":\"%s\"},".formatted(label)));
            tests.add(DynamicTest.dynamicTest(bad.name(), () -> isRejected(label, bad)));
        }
        ConsoleProducer.send(farm.kafka(), folder, records);
        return tests;
    }

    private static void isRejected(String label, BadInput bad) {
        JsonNode job = await().atMost(SOON)
                .until(() -> find(label), Optional::isPresent)
                .orElseThrow();
        assertThat(job.path("status").asText()).isEqualTo("rejected");
        assertThat(codes(job.path("violations"))).contains(bad.path() + " " + bad.code());
    }

    @ParameterizedTest
    @MethodSource("badInputs")
    void isRefusedByTheCommandLine(BadInput bad) throws Exception {
        Path request = Files.createTempFile(folder, "request", ".json");
        Path picture = Files.write(Files.createTempFile(folder, "picture", ".png"), bad.picture());
        Path voice = Files.write(Files.createTempFile(folder, "voice", ".wav"), bad.voice());
        Files.writeString(
                request, bad.template().replace("$IMAGE", picture.toString()).replace("$VOICE", voice.toString()));
        Cli cli = Cli.run(folder, "submit", "--farm", farm.url().toString(), "--request", request.toString());
        assertThat(cli.exit()).as(cli.output()).isEqualTo(2);
        assertThat(cli.output()).contains(bad.path()).doesNotContain("\tat ");
    }

    @Test
    void tenMegabytesOfJsonAreRefusedOverHttp() throws Exception {
        String request = FarmIT.class.getName().repeat(10 << 20 >> 5);
        Api.Answer answer = api.submit("{\"image\":\"" + request + "\"}");
        assertThat(answer.status()).isEqualTo(413);
    }

    private static Optional<JsonNode> find(String label) throws Exception {
        for (JsonNode job : api.jobs("limit=100").body().path("jobs")) {
            if (job.path("labels").path("test").asText().equals(label)) {
                return Optional.of(job);
            }
        }
        return Optional.empty();
    }

    private static List<String> codes(JsonNode violations) {
        List<String> codes = new ArrayList<>();
        violations.forEach(
                v -> codes.add(v.path("path").asText() + " " + v.path("code").asText()));
        return codes;
    }
}
