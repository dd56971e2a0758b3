package dev.parley.worker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderPlan.VoiceTrack;
import dev.parley.contracts.Sha256;
import dev.parley.kit.transcript.Transcript;
import dev.parley.media.Limits;
import dev.parley.speech.SpokenSentence.Timed;
import dev.parley.testkit.TestStore;
import dev.parley.worker.TestMedia;
import dev.parley.worker.TestPlans;
import dev.parley.worker.render.JobInputs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputLoaderTest {
    @TempDir
    private Path folder;

    @Test
    void eachSpeakerIsHeardOnTheirChannel() throws Exception {
        float[] speech = TestMedia.speech(1);
        float[] silence = new float[speech.length];
        try (TestStore store = new TestStore(folder.resolve("store"))) {
            String image = keep(store, TestMedia.facePng(64, 96));
            String oneSided = keep(store, TestMedia.wav(silence, speech));
            RenderPlan plan = TestPlans.plan(JobId.create(Instant.now()), 1, 21, 5, image, oneSided, oneSided);

            InputLoader loader = new InputLoader(store.objects(), Limits.DEFAULT);
            JobInputs whole = loader.load(plan, folder);
            assertThat(peak(whole, 0)).isCloseTo(0.25f, within(0.01f));
            assertThat(peak(whole, 1)).isCloseTo(0.25f, within(0.01f));

            JobInputs apart = loader.load(onChannels(plan, 1, 2), folder);
            assertThat(peak(apart, 0)).isZero();
            assertThat(peak(apart, 1)).isCloseTo(0.5f, within(0.01f));
        }
    }

    @Test
    void whatBeginsAfterTheVideoTakesNoMemory() throws Exception {
        float[] speech = TestMedia.speech(1);
        try (TestStore store = new TestStore(folder.resolve("store"))) {
            String image = keep(store, TestMedia.facePng(64, 96));
            String sound = keep(store, TestMedia.wav(speech));
            RenderPlan plan = TestPlans.plan(JobId.create(Instant.now()), 1, 21, 5, image, sound, sound);
            RenderPlan late = with(plan, new VoiceTrack(0, sound, 0, 0.5, 0.25), new VoiceTrack(0, sound, 86_000, 1));

            JobInputs inputs = new InputLoader(store.objects(), Limits.DEFAULT).load(late, folder);
            assertThat(inputs.voices())
                    .extracting(voice -> voice.samples().length)
                    .containsExactly(16_000, 16_000);
            assertThat(peak(inputs, 0)).isCloseTo(0.5f, within(0.01f));
            assertThat(peak(inputs, 1)).isZero();
        }
    }

    @Test
    void whatIsSaidComesAlongAsItWasPlanned() throws Exception {
        JobId job = JobId.create(Instant.now());
        Transcript said = new Transcript(List.of(new Transcript.Line(
                1, "kate", true, 0, 1, "Oh.", List.of(new Timed("Oh", 0.1, 0.9)), List.of(new Timed("ow", 0.1, 0.9)))));
        String key = ObjectKeys.phonemes(job, Sha256.of(said.json()));
        try (TestStore store = new TestStore(folder.resolve("store"))) {
            String image = keep(store, TestMedia.facePng(64, 96));
            String sound = keep(store, TestMedia.wav(TestMedia.speech(1)));
            RenderPlan plan = TestPlans.plan(job, 1, 21, 5, image, sound);
            InputLoader loader = new InputLoader(store.objects(), Limits.DEFAULT);
            assertThat(loader.load(plan, folder).transcript()).isEqualTo(Transcript.EMPTY);

            ObjectNode tree = Json.mapper().valueToTree(plan);
            RenderPlan spoken = Json.read(tree.put("phonemes", key).toString(), RenderPlan.class);
            assertThatThrownBy(() -> loader.load(spoken, folder)).hasMessageContaining(key + " no longer exists");
            store.objects().put(key, "{}".getBytes(StandardCharsets.UTF_8), "application/json");
            assertThatThrownBy(() -> loader.load(spoken, folder)).hasMessageContaining("arrived with hash");
            store.objects().put(key, said.json(), "application/json");
            assertThat(loader.load(spoken, folder).transcript()).isEqualTo(said);
        }
    }

    private static RenderPlan with(RenderPlan plan, VoiceTrack... tracks) {
        ObjectNode tree = Json.mapper().valueToTree(plan);
        tree.set("voices", Json.mapper().valueToTree(tracks));
        return Json.read(tree.toString(), RenderPlan.class);
    }

    private static String keep(TestStore store, byte[] bytes) {
        String key = ObjectKeys.input(Sha256.of(bytes));
        store.objects().put(key, bytes, "application/octet-stream");
        return key;
    }

    private static RenderPlan onChannels(RenderPlan plan, int... channels) {
        JsonNode tree = Json.mapper().valueToTree(plan);
        for (int i = 0; i < channels.length; i++) {
            ((ObjectNode) tree.at("/settings/speakers/" + i)).put("channel", channels[i]);
        }
        return Json.read(tree.toString(), RenderPlan.class);
    }

    private static float peak(JobInputs inputs, int speaker) {
        float peak = 0;
        for (float sample : inputs.voices().get(speaker).samples()) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }
}
