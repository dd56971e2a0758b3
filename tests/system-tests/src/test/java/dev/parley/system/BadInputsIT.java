package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be rendered is answered at once, in the same words on every way in. */
class BadInputsIT {
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    private static Farm farm;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        farm = new Farm(folder, Map.of()).start(1);
        api = farm.api();
    }

    @AfterAll
    static void stop() {
        farm.close();
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

    @ParameterizedTest
    @MethodSource("badInputs")
    void isRejectedOnTheTopic(BadInput bad) throws Exception {
        String label = "bad-" + Math.abs(bad.name().hashCode());
        String request = bad.request(api).replaceFirst("\\{", "{\"labels\":{\"test\":\"%s\"},".formatted(label));
        ConsoleProducer.send(farm.kafka(), folder, request.replace("\n", " "));
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
