package dev.parley.cli.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger's video may ask of the machine of whoever makes it again. */
class SignedRequestTest {
    private static final String INPUT = "inputs/" + "0".repeat(64);

    @TempDir
    Path folder;

    @Test
    void settingsAndHashesAreTakenAndNothingElse() throws Exception {
        ObjectNode request = in(
                """
                {"image":"%1$s","speakers":[{"audio":"%1$s"}],"prompt":"a talk","sampling":{"seed":7},
                 "webhook":{"url":"https://elsewhere.example/hook"},"jobId":"00000000-0000-0000-0000-000000000001",
                 "idempotencyKey":"k","tenant":"t","labels":{"a":"b"},"cond_image":"secret.png","audio_path":"a.wav"}"""
                        .formatted(INPUT));
        assertThat(request.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("image", "speakers", "prompt", "sampling");
        assertThat(request.at("/sampling/seed").asInt()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'image':'FILE'}",
                "{'image':'secret.png'}",
                "{'image':['secret.png']}",
                "{'image':'https://elsewhere.example/a.png'}",
                "{'image':'INPUT','speakers':[{'audio':'secret.png'}]}",
                "{'image':'INPUT','speakers':{'one':{'image':'secret.png'}}}",
                "{'image':'INPUT','turns':[{'speaker':1,'audio':'secret.png'}]}",
            })
    void noFileOfThisMachineAndNoAddressIsTaken(String request) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.png"), "a secret");
        String json =
                request.replace('\'', '"').replace("FILE", secret.toString()).replace("INPUT", INPUT);
        RequestOptions options = new RequestOptions();
        options.request = SignedVideo.in(folder, "Parley", Map.of("request", json));
        assertThatThrownBy(() -> PreparedRequest.of(options, folder))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expected inputs/<sha256>");
    }

    private ObjectNode in(String json) throws Exception {
        assertThat(Json.mapper().readTree(json).isObject()).isTrue();
        return SignedRequest.in(SignedVideo.in(folder, "Parley", Map.of("request", json)));
    }
}
