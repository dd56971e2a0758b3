package dev.parley.multitalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonParser;
import dev.parley.multitalk.golden.Golden;
import dev.parley.plan.Defaults;
import dev.parley.plan.Size;
import dev.parley.plan.SizeBuckets;
import dev.parley.plan.SpeakerBox;
import dev.parley.plan.Window;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way from a request to frames, on random weights. */
class MultiTalkTest {
    private static final Size SOURCE = new Size(60, 90);
    private static final Size VIDEO = new Size(48, 80);
    private static final int SAMPLES_PER_FRAME = 640;
    private static final String LORA = "weights/lora/Wan21_T2V_14B_lightx2v_cfg_step_distill_lora_rank32.safetensors";

    private static final RenderListener LEAVES = new RenderListener() {
        @Override
        public boolean leaves(Window window, int step) {
            return true;
        }

        @Override
        public void forward(Window window, int step, int steps, int pass, int passes) {
            // only leaves
        }
    };

    private static MultiTalk model;

    /** The same model on two devices, for which a CPU stands: everything but its memory is twice there. */
    private static MultiTalk shared;

    @BeforeAll
    static void open() throws Exception {
        Path folder = Path.of(MultiTalkTest.class.getResource("/golden/weights").toURI());
        model = MultiTalk.open(folder);
        shared = MultiTalk.open(folder, ModelOptions.CPU.withCompanions(List.of("cpu")));
    }

    @AfterAll
    static void close() {
        model.close();
        shared.close();
    }

    @Test
    void theVideoIsExactlyAsLongAsTheVoice() {
        List<RenderedWindow> windows = render(request(voice(1, 20)));

        assertThat(windows).hasSize(2);
        assertThat(windows.get(0).rgb()).hasSize(17 * VIDEO.height() * VIDEO.width() * 3);
        assertThat(windows.get(1).rgb()).hasSize(3 * VIDEO.height() * VIDEO.width() * 3);
        assertThat(windows.get(1).window().firstNewFrame()).isEqualTo(17);
        assertThat(windows.get(1).window().last()).isTrue();
    }

    @Test
    void lengthsThatAreNoBinaryFractionsOfASecondAreExactToo() {
        VideoRequest request = request(voice(1, 29)); // 1.16 s
        assertThat(render(request))
                .extracting(window -> window.window().newFrames())
                .containsExactly(17, 12);
    }

    @Test
    void everyLengthIsPlannedToTheSample() {
        for (int frames = 1; frames <= 200; frames++) {
            assertThat(MultiTalk.plan(request(voice(1, frames))).frames()).isEqualTo(frames);
            Speech more =
                    Speech.ofPrepared(Arrays.copyOf(voice(1, frames).samples(), (frames + 1) * SAMPLES_PER_FRAME - 1));
            assertThat(MultiTalk.plan(request(more)).frames()).isEqualTo(frames);
        }
    }

    @Test
    void aVoiceShorterThanAWindowIsEnough() {
        assertThat(render(request(voice(1, 6)))).singleElement().satisfies(window -> assertThat(window.rgb())
                .hasSize(6 * VIDEO.height() * VIDEO.width() * 3));
    }

    @Test
    void onlyTheLastWindowIsTrimmed() {
        VideoRequest request = request(voice(1, 20));
        VideoRequest untrimmed = VideoRequest.of(
                request.picture(),
                request.prompt(),
                request.voices().get(0),
                request.settings().withTrimLastWindow(false));
        List<RenderedWindow> trimmed = render(request);
        List<RenderedWindow> full = render(untrimmed);

        assertThat(trimmed.get(1).window().pixelFrames()).isEqualTo(9);
        assertThat(full.get(1).window().pixelFrames()).isEqualTo(17);
        assertThat(trimmed.get(0).rgb()).isEqualTo(full.get(0).rgb());
        assertThat(trimmed.get(1).rgb())
                .hasSameSizeAs(full.get(1).rgb())
                .isNotEqualTo(full.get(1).rgb());
        assertThat(trimmed.get(1).next().frames()).isEqualTo(5);
    }

    @Test
    void aClipIsOneWindow() {
        VideoRequest clip = VideoRequest.of(picture(), "a woman sings", voice(1, 40), settings(Mode.CLIP));
        assertThat(render(clip)).hasSize(1);
    }

    @Test
    void noTensorOutlivesARender() {
        int before = model.liveTensors();
        render(request(voice(1, 20)));
        assertThat(model.liveTensors()).isEqualTo(before);
    }

    @Test
    void aWindowNeedsOnlyTheMotionFramesOfTheOneBefore() {
        VideoRequest request = request(voice(1, 20));
        List<RenderedWindow> windows = render(request);
        MotionFrames kept = windows.get(0).next();

        try (Rendering elsewhere = model.prepare(request)) {
            RenderedWindow again = elsewhere.window(
                    1,
                    new MotionFrames(kept.size(), kept.frames(), kept.values().clone()),
                    RenderListener.ignored());
            assertThat(again.rgb()).isEqualTo(windows.get(1).rgb());
        }
    }

    @Test
    void anotherSeedIsAnotherVideo() {
        VideoRequest one = request(voice(1, 6));
        VideoRequest two = VideoRequest.of(
                one.picture(), one.prompt(), one.voices().get(0), one.settings().withSeed(7));
        assertThat(render(one).get(0).rgb()).isNotEqualTo(render(two).get(0).rgb());
    }

    @ParameterizedTest
    @CsvSource({"5, 4, 3", "5, 1, 2", "1, 2, 2", "1, 1, 1"})
    void eachThingThatIsGuidedTakesAPass(double textScale, double audioScale, int passes) {
        Settings guided = settings(Mode.STREAMING).withGuidance(GuidanceSettings.projected(textScale, audioScale));
        AtomicInteger made = new AtomicInteger();
        try (Rendering rendering = model.prepare(VideoRequest.of(picture(), "a woman sings", voice(1, 6), guided))) {
            rendering.window(0, null, (window, step, steps, pass, of) -> {
                assertThat(of).isEqualTo(passes);
                made.incrementAndGet();
            });
        }
        assertThat(made).hasValue(guided.steps() * passes);
        assertThat(guided.guidance().passesPerStep()).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource({"5, 4", "5, 1", "1, 1"})
    void passesSharedByDevicesMakeTheSameVideo(double textScale, double audioScale) {
        int before = shared.liveTensors();
        Settings guided = settings(Mode.STREAMING).withGuidance(GuidanceSettings.projected(textScale, audioScale));
        VideoRequest request =
                new VideoRequest(picture(), "two people", "", List.of(voice(1, 20), voice(2, 18)), List.of(), guided);
        assertThat(frames(shared, request)).isEqualTo(frames(model, request));
        assertThat(shared.liveTensors()).isEqualTo(before);
    }

    @Test
    void lorasAndTeaCacheAreOnAllDevices() throws Exception {
        Settings settings = settings(Mode.CLIP).withSteps(12).withTeaCache(new TeaCache(0.5, TeaCache.Fit.P480));
        VideoRequest request = VideoRequest.of(picture(), "a woman sings", voice(1, 6), settings);
        List<Lora> loras = List.of(new Lora(Golden.path(LORA), 0.8));
        byte[] without = frames(shared, request);
        try (AppliedLoras here = model.apply(loras);
                AppliedLoras everywhere = shared.apply(loras)) {
            assertThat(everywhere.ignored()).isEqualTo(here.ignored());
            assertThat(frames(shared, request))
                    .isEqualTo(frames(model, request))
                    .isNotEqualTo(without);
        }
        assertThat(frames(shared, request)).isEqualTo(without).isEqualTo(frames(model, request));
    }

    @Test
    void twoPeopleNeedNotSpeakEquallyLong() {
        VideoRequest request = two(List.of());
        assertThat(render(request)).hasSize(2).last().satisfies(window -> assertThat(
                        window.window().firstNewFrame() + window.window().newFrames())
                .isEqualTo(20));
    }

    @Test
    void aLoraMakesAnotherVideoUntilItIsTakenOff() throws Exception {
        Lora lora = new Lora(Golden.path(LORA), 0.8);
        byte[] without = render(request(voice(1, 6))).get(0).rgb();
        try (AppliedLoras loras = model.apply(List.of(lora))) {
            assertThat(loras.ignored()).isEmpty();
            assertThat(render(request(voice(1, 6))).get(0).rgb()).isNotEqualTo(without);
        }
        assertThat(render(request(voice(1, 6))).get(0).rgb()).isEqualTo(without);
    }

    @Test
    void aSpeakerWhoVanishesIsAnErrorBeforeAnythingIsComputed() {
        int before = model.liveTensors();
        VideoRequest request = two(List.of(new SpeakerBox(1, 1, 4, 4), new SpeakerBox(1, 50, 50, 80)));
        assertThatThrownBy(() -> model.prepare(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("person 1 is nowhere on the model's grid of 3x5 over a picture of 60x90");
        assertThat(model.liveTensors()).isEqualTo(before);
    }

    @Test
    void theBoxOfASpeakerDecidesWhoOfSeveralTalks() {
        byte[] everybody = render(one(List.of())).get(0).rgb();
        byte[] left = render(one(List.of(new SpeakerBox(0, 0, 60, 30)))).get(0).rgb();
        byte[] right =
                render(one(List.of(new SpeakerBox(0, 60, 60, 90)))).get(0).rgb();
        assertThat(left).isNotEqualTo(everybody).isNotEqualTo(right);
        assertThat(right).isNotEqualTo(everybody);
        assertThat(render(one(List.of(new SpeakerBox(0, 0, 60, 90)))).get(0).rgb())
                .as("nobody else is seen")
                .isEqualTo(everybody);
    }

    @Test
    void asManyBoxesAsVoicesAreNeeded() {
        SpeakerBox box = new SpeakerBox(0, 0, 60, 30);
        assertThatThrownBy(() -> one(List.of(box, box)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there are voices, 1, or none, not 2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoeverHearsOfTheProgressMayEndTheRender(boolean onSeveralDevices) {
        MultiTalk model = onSeveralDevices ? shared : MultiTalkTest.model;
        int before = model.liveTensors();
        AtomicInteger passes = new AtomicInteger();
        RenderListener endsAtTheThirdPass = (window, step, steps, pass, of) -> {
            if (passes.incrementAndGet() == 3) {
                throw new CancellationException("enough");
            }
        };
        assertThatThrownBy(() -> model.render(request(voice(1, 20)), endsAtTheThirdPass, window -> {}))
                .isInstanceOf(CancellationException.class);
        assertThat(passes).hasValue(3);
        assertThat(model.liveTensors()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void aRenderEndsInsideTheVaeToo(RenderListener.Coding where) {
        int before = model.liveTensors();
        List<Integer> heard = new ArrayList<>();
        RenderListener endsAtTheSecondSlice = new RenderListener() {
            @Override
            public void forward(Window window, int step, int steps, int pass, int passes) {}

            @Override
            public void slice(Window window, Coding coding, int slice, int slices) {
                if (coding == where) {
                    assertThat(slices).isEqualTo(3); // 9 frames: the first, then four at a time
                    heard.add(slice);
                    if (slice == 1) {
                        throw new CancellationException("enough");
                    }
                }
            }
        };
        assertThatThrownBy(() -> model.render(request(voice(1, 6)), endsAtTheSecondSlice, window -> {}))
                .isInstanceOf(CancellationException.class);
        assertThat(heard).containsExactly(0, 1);
        assertThat(model.liveTensors()).isEqualTo(before);
    }

    @Test
    void teaCacheIsRefusedWhereItCouldLeaveNothingOut() {
        assertThatThrownBy(() -> settings(Mode.CLIP)
                        .withSteps(5)
                        .withTeaCache(new TeaCache(Defaults.TEA_CACHE_THRESHOLD, TeaCache.Fit.P480)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the first 5 steps")
                .hasMessageContaining("none of 5");
    }

    @Test
    void teaCacheLeavesNothingBehindAndSaysWhatItLeftOut() {
        int before = model.liveTensors();
        Settings settings = settings(Mode.CLIP).withSteps(12).withTeaCache(new TeaCache(0.5, TeaCache.Fit.P480));
        VideoRequest request = VideoRequest.of(picture(), "a woman sings", voice(1, 6), settings);
        try (Rendering rendering = model.prepare(request)) {
            assertThat(rendering.skips().skipped()).isBetween(1, 7);
            assertThat(rendering.window(0, null, RenderListener.ignored()).rgb())
                    .isNotEmpty();
        }
        assertThat(model.liveTensors()).isEqualTo(before);
    }

    @Test
    void aWindowThatIsGivenNothingToBeginWithSaysSo() {
        try (Rendering rendering = model.prepare(request(voice(1, 20)))) {
            assertThatThrownBy(() -> rendering.window(1, null, RenderListener.ignored()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Window 1 begins with 5 frames of 48x80, not with nothing");
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 4, true", "1, 2, true", "1, 1, true", "5, 4, false"})
    void aWindowThatWasLeftComesOutTheSame(double textScale, double audioScale, boolean apg) {
        GuidanceSettings guidance =
                apg ? GuidanceSettings.projected(textScale, audioScale) : GuidanceSettings.plain(textScale, audioScale);
        Settings settings = settings(Mode.STREAMING).withSteps(4).withGuidance(guidance);
        leaveAndGoOn(settings, 1, 0);
        leaveAndGoOn(settings, 0, 1);
    }

    @Test
    void aWindowIsNotLeftWhereTeaCacheSkips() {
        Settings settings = settings(Mode.STREAMING).withSteps(12).withTeaCache(new TeaCache(0.5, TeaCache.Fit.P480));
        leaveAndGoOn(settings, 1, 0);
    }

    /** Leaves a window at every step at which it can be, one after the other, and ends each part in a rendering of its own. */
    private static void leaveAndGoOn(Settings settings, int index, int take) {
        int before = model.liveTensors();
        VideoRequest request = VideoRequest.of(picture(), "a woman sings", voice(1, 20), settings);
        RenderedWindow whole;
        MotionFrames motion;
        List<Integer> computed;
        try (Rendering rendering = model.prepare(request)) {
            motion = rendering.window(0, null, RenderListener.ignored()).next();
            whole = rendering.window(index, take, motion, RenderListener.ignored());
            computed = IntStream.range(1, settings.steps())
                    .filter(rendering.skips()::computes)
                    .boxed()
                    .toList();
        }
        List<Integer> leftAt = new ArrayList<>();
        UnfinishedWindow unfinished = null;
        RenderedWindow end = null;
        while (end == null) {
            try (Rendering rendering = model.prepare(request)) {
                end = unfinished == null
                        ? rendering.window(index, take, motion, LEAVES)
                        : rendering.resume(unfinished, motion, LEAVES);
            } catch (WindowLeftException e) {
                unfinished = e.window();
                leftAt.add(unfinished.step());
            }
        }
        assertThat(leftAt).isEqualTo(computed);
        assertThat(end.rgb()).isEqualTo(whole.rgb());
        assertThat(end.next().values()).isEqualTo(whole.next().values());
        assertThat(model.liveTensors()).isEqualTo(before);
    }

    @Test
    void whatBelongsToAnotherWindowIsRefused() {
        Settings settings = settings(Mode.STREAMING).withSteps(4);
        try (Rendering rendering = model.prepare(VideoRequest.of(picture(), "x", voice(1, 20), settings))) {
            UnfinishedWindow left = catchThrowableOfType(
                            WindowLeftException.class, () -> rendering.window(0, null, LEAVES))
                    .window();
            assertThatThrownBy(() -> rendering.resume(
                            new UnfinishedWindow(0, 0, 4, left.shape(), left.tensors()),
                            null,
                            RenderListener.ignored()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A window of 4 steps cannot be gone on with at step 4");
            assertThatThrownBy(() -> rendering.resume(
                            new UnfinishedWindow(
                                    0,
                                    0,
                                    2,
                                    left.shape(),
                                    Map.of("latent", left.tensors().get("latent"))),
                            null,
                            RenderListener.ignored()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("APG remembers");
            assertThatThrownBy(() -> rendering.resume(
                            new UnfinishedWindow(0, 0, 2, new long[] {1, 1, 1, 1}, Map.of("latent", new float[1])),
                            null,
                            RenderListener.ignored()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has a latent of");
        }
    }

    private static List<RenderedWindow> render(VideoRequest request) {
        List<RenderedWindow> windows = new ArrayList<>();
        model.render(request, windows::add);
        return windows;
    }

    private static byte[] frames(MultiTalk model, VideoRequest request) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        model.render(request, window -> frames.writeBytes(window.rgb()));
        return frames.toByteArray();
    }

    private static VideoRequest request(Speech voice) {
        return VideoRequest.of(picture(), "a woman sings", voice, settings(Mode.STREAMING));
    }

    private static VideoRequest one(List<SpeakerBox> boxes) {
        return new VideoRequest(picture(), "a woman sings", "", List.of(voice(1, 6)), boxes, settings(Mode.STREAMING));
    }

    private static VideoRequest two(List<SpeakerBox> boxes) {
        return new VideoRequest(
                picture(), "two people", "", List.of(voice(1, 20), voice(2, 18)), boxes, settings(Mode.STREAMING));
    }

    private static Settings settings(Mode mode) {
        SizeBuckets sizes = SizeBuckets.of(JsonParser.parseString("{\"0.60\": [48, 80], \"1.00\": [64, 64]}")
                .getAsJsonObject());
        return new Settings(mode, 2, 3, GuidanceSettings.projected(1, 2), 0.5, 42, 17, 5, true, sizes, null);
    }

    private static RgbImage picture() {
        byte[] rgb = new byte[SOURCE.height() * SOURCE.width() * 3];
        new Random(5).nextBytes(rgb);
        return new RgbImage(SOURCE, rgb);
    }

    private static Speech voice(int seed, int frames) {
        Random random = new Random(seed);
        float[] samples = new float[frames * SAMPLES_PER_FRAME];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.1 * random.nextGaussian());
        }
        return Speech.ofPrepared(samples);
    }
}
