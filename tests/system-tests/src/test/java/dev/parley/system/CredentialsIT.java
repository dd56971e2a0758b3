package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a farm's video says of itself, by its own command and by other people's validators. */
@ExtendWith(CommonFarm.class)
class CredentialsIT {
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    static Path folder;

    private static Api api;
    private static String job;
    private static String picture;
    private static Path video;

    @BeforeAll
    static void render(Farm farm) throws Exception {
        api = farm.api();
        try (InputStream in = CredentialsIT.class.getResourceAsStream("/signed.png")) { // by c2pa-rs
            picture = api.upload(in.readAllBytes());
        }
        String voice = api.upload(Recordings.speechLike(1, 16_000));
        job = api.accepted(
                """
                {"image":"%s","speakers":[{"audio":"%s"}],"engine":"pantomime","sampling":{"seed":7},
                 "visibleMark":{"language":"de","corner":"top-left"}}"""
                        .formatted(picture, voice));
        assertThat(api.awaitEnd(job, LONG).path("status").asText()).isEqualTo("completed");
        video = api.video(job, folder.resolve("video.mp4"));
    }

    @Test
    void theCommandLineSaysWhatMadeTheVideo() throws Exception {
        Cli cli = Cli.run(folder, "detect", "--json", video.toString());
        assertThat(cli.exit()).as(cli.output()).isZero();
        JsonNode found = Json.mapper().readTree(cli.output()).path("credentials");
        assertThat(found.path("state").asText()).isEqualTo("valid");
        assertThat(found.at("/details/job").asText()).isEqualTo(job);
        assertThat(found.at("/details/seed").asInt()).isEqualTo(7);
        assertThat("inputs/" + found.at("/details/picture/sha256").asText()).isEqualTo(picture);
        assertThat(found.at("/details/visibleMark/language").asText()).isEqualTo("de");
        JsonNode ingredient = found.at("/details/ingredients/0");
        assertThat(ingredient.path("use").asText()).isEqualTo("picture");
        assertThat("inputs/" + ingredient.path("sha256").asText()).isEqualTo(picture);
        assertThat(ingredient.path("credentials").asText()).isEqualTo("valid");
        Cli request = Cli.run(folder, "detect", "--request", video.toString());
        assertThat(Json.mapper().readTree(request.output()).path("image").asText())
                .isEqualTo(picture);
    }

    @Test
    void theFarmKnowsItsVideoAndNoChangedOne() throws Exception {
        JsonNode found = api.detect(Files.readAllBytes(video));
        assertThat(found.at("/credentials/state").asText()).as(found.toString()).isEqualTo("valid");
        assertThat(found.path("job").asText()).isEqualTo(job);
        assertThat(found.at("/credentials/details/seed").asInt()).isEqualTo(7);
        JsonNode other = api.detect(Files.readAllBytes(changed(Files.readAllBytes(video).length - 1)));
        assertThat(other.at("/credentials/state").asText()).isEqualTo("broken");
        assertThat(other.has("job")).isFalse();
    }

    @Test
    void theCommandLineBelievesNoChangedVideo() throws Exception {
        Path changed = changed(Files.readAllBytes(video).length / 2);
        Cli detect = Cli.run(folder, "detect", changed.toString());
        assertThat(detect.exit()).isEqualTo(1);
        assertThat(detect.output()).contains("broken");
        Cli again = Cli.run(folder, "submit", "--farm", "http://127.0.0.1:1", "--request", changed.toString());
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.output()).contains("no request that can be believed");
    }

    @Test
    void otherPeoplesValidatorsCallItValidAndEveryChangeInvalid() throws Exception {
        List<Path> videos = new ArrayList<>(List.of(video));
        for (int place : places()) {
            videos.add(changed(place));
        }
        List<JsonNode> verdicts = Judges.of(folder, videos);
        JsonNode first = verdicts.get(0);
        assertThat(first.at("/official/state").asText()).as(first.toString()).isEqualTo("Valid");
        assertThat(first.at("/official/failures"))
                .extracting(JsonNode::asText)
                .containsExactly("signingCredential.untrusted");
        assertThat(first.at("/second/valid").asBoolean()).as(first.toString()).isTrue();
        for (int i = 1; i < videos.size(); i++) {
            JsonNode verdict = verdicts.get(i);
            assertThat(verdict.at("/official/state").asText())
                    .as("%s: %s", videos.get(i), verdict)
                    .isEqualTo("Invalid");
        }
    }

    /** In the manifest, the index, and all over picture and sound, which lie mixed. */
    private static List<Integer> places() throws Exception {
        byte[] bytes = Files.readAllBytes(video);
        int manifest = ByteBuffer.wrap(bytes).getInt(0);
        int index = manifest + ByteBuffer.wrap(bytes).getInt(manifest);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<Integer> places =
                new ArrayList<>(List.of(text.indexOf("trainedAlgorithmicMedia"), index + 40, bytes.length - 1));
        int samples = text.indexOf("mdat", index) + 4;
        for (int i = 0; i < 8; i++) {
            places.add(samples + (bytes.length - samples) / 8 * i);
        }
        return places;
    }

    private static Path changed(int place) throws Exception {
        byte[] bytes = Files.readAllBytes(video);
        bytes[place] ^= 1;
        return Files.write(folder.resolve("changed-" + place + ".mp4"), bytes);
    }
}
