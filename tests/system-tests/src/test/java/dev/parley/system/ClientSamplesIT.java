package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.media.Stitcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs that people begin with do what they say. */
@ExtendWith(CommonFarm.class)
class ClientSamplesIT {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    static Path folder;

    private static Farm farm;
    private static Map<String, String> environment;
    private static String picture;
    private static String voice;

    @BeforeAll
    static void start(Farm shared) throws Exception {
        farm = shared;
        environment = Map.of("PARLEY_URL", farm.url().toString(), "PARLEY_KAFKA", farm.kafka());
        picture = Distribution.PROJECT.resolve("samples/woman.png").toString();
        voice = Files.write(folder.resolve("voice.wav"), Recordings.speechLike(1, 16_000))
                .toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl.sh", "render.py", "render.mjs", "render.go", "Render.java"})
    void bringsAVideo(String sample) throws Exception {
        Path video = folder.resolve(sample + ".mp4");
        try (SampleProgram program =
                SampleProgram.start(sample, folder, environment, picture, voice, video.toString())) {
            program.succeeded();
        }
        assertThat(Stitcher.inspect(video).frames()).isEqualTo(25);
    }

    @Test
    void aVideoIsMadeByTheTopicsAlone() throws Exception {
        try (SampleProgram program = SampleProgram.start("kafka.sh", folder, environment, picture, voice)) {
            assertThat(program.succeeded()).contains("dev.parley.job.completed", "\"frames\":25");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook.py", "webhook.mjs", "WebhookReceiver.java"})
    void hearsOfAJobsEnd(String sample) throws Exception {
        Api api = farm.api();
        try (SampleProgram receiver = SampleProgram.start(sample, folder, Map.of("WEBHOOK_SECRET", SECRET), "0")) {
            String request =
                    """
                    {"image":"%s","speakers":[{"audio":"%s"}],"engine":"pantomime",
                     "webhook":{"url":"http://127.0.0.1:%d/","secret":"%s"}}"""
                            .formatted(
                                    api.upload(Files.readAllBytes(Path.of(picture))),
                                    api.upload(Files.readAllBytes(Path.of(voice))),
                                    receiver.port(),
                                    SECRET);
            String job = api.accepted(request);
            await().atMost(LONG).until(() -> receiver.output().contains("msg_" + job + " "));
            JsonNode delivered = api.awaitJob(
                    job, LONG, now -> now.at("/callback/status").asText().equals("delivered"));
            assertThat(delivered.path("status").asText()).isEqualTo("completed");
        }
    }
}
