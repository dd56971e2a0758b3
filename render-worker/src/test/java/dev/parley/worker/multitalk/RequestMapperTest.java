package dev.parley.worker.multitalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.multitalk.Apg;
import dev.parley.multitalk.GuidanceSettings;
import dev.parley.multitalk.MultiTalk;
import dev.parley.multitalk.Settings;
import dev.parley.multitalk.VideoRequest;
import dev.parley.plan.Size;
import dev.parley.plan.SpeakerBox;
import dev.parley.worker.TestMedia;
import dev.parley.worker.render.JobInputs;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestMapperTest {
    private static VideoRequest two(String speakers) {
        return RequestMapper.of(new JobInputs(
                TinyPlans.plan("{\"speakers\":%s}".formatted(speakers), 40),
                TestMedia.face(200, 100),
                List.of(
                        new JobInputs.Voice(0, TestMedia.speech(0.8), 0),
                        new JobInputs.Voice(1, TestMedia.speech(0.8), 0.8))));
    }

    @Test
    void theModelsPlanIsTheJobs() {
        for (int frames = 10; frames <= 200; frames++) {
            assertThat(MultiTalk.plan(RequestMapper.of(TinyPlans.one(frames))).frames())
                    .isEqualTo(frames);
        }
    }

    @Test
    void settingsAreThoseOfThePlan() {
        Settings settings = RequestMapper.settings(TinyPlans.plan(
                """
                {"speakers":[{"audio":"x"}],"colorCorrection":0.25,"apg":{"momentum":-0.5},
                 "sampling":{"steps":6,"shift":2.5,"textGuidance":3,"audioGuidance":4,"seed":7}}""",
                40));
        assertThat(settings.steps()).isEqualTo(6);
        assertThat(settings.shift()).isEqualTo(2.5);
        assertThat(settings.guidance()).isEqualTo(new GuidanceSettings(3, 4, new Apg(-0.5, 55, 0)));
        assertThat(settings.colorStrength()).isEqualTo(0.25);
        assertThat(settings.seed()).isEqualTo(7);
        assertThat(settings.sizes().choose(new Size(10, 300))).isEqualTo(new Size(TinyPlans.SIDE, TinyPlans.SIDE));
    }

    @Test
    void theLastWindowIsTrimmedUnlessTheRequestSaysNo() {
        assertThat(RequestMapper.settings(TinyPlans.one(25).plan()).trimLastWindow())
                .isTrue();
        assertThat(RequestMapper.settings(TinyPlans.plan(
                                "{\"speakers\":[{\"audio\":\"x\"}],\"sampling\":{\"trimLastWindow\":false}}", 25))
                        .trimLastWindow())
                .isFalse();
    }

    @Test
    void aClipIsNotGuidedByProjection() {
        Settings settings =
                RequestMapper.settings(TinyPlans.plan("{\"speakers\":[{\"audio\":\"x\"}],\"mode\":\"clip\"}", 17));
        assertThat(settings.guidance().apg()).isNull();
    }

    @Test
    void whoSpeaksLaterIsSilentBefore() {
        float[] second =
                two("[{\"audio\":\"x\"},{\"audio\":\"y\"}]").voices().get(1).samples();
        assertThat(second).hasSize(40 * 640).startsWith(new float[12_800]);
        assertThat(second[12_810]).isNotZero();
    }

    @Test
    void whatIsSaidAfterTheEndIsNotHeard() {
        assertThat(RequestMapper.heard(new JobInputs.Voice(0, TestMedia.speech(3), 0), 10)
                        .samples())
                .hasSize(10 * 640);
        assertThat(RequestMapper.heard(new JobInputs.Voice(0, TestMedia.speech(3), 8), 10)
                        .samples())
                .containsOnly(0);
    }

    @Test
    void boxesAreRowsAndColumns() {
        String boxes =
                """
                [{"audio":"x","box":{"x":10,"y":20,"width":30,"height":40}},
                 {"audio":"y","box":{"x":110,"y":5,"width":50,"height":60}}]""";
        assertThat(two(boxes).boxes()).containsExactly(new SpeakerBox(20, 10, 60, 40), new SpeakerBox(5, 110, 65, 160));
    }

    @Test
    void whoHasNoBoxGetsTheirHalf() {
        assertThat(two("[{\"audio\":\"x\"},{\"audio\":\"y\"}]").boxes()).isEmpty();
        assertThat(two("[{\"audio\":\"x\",\"box\":{\"x\":10,\"y\":20,\"width\":30,\"height\":40}},{\"audio\":\"y\"}]")
                        .boxes())
                .containsExactly(new SpeakerBox(20, 10, 60, 40), new SpeakerBox(0, 100, 100, 200));
    }
}
