package dev.parley.kit.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.contracts.Box;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ReadRequest;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderPlan.VoiceTrack;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.contracts.RequestReader;
import dev.parley.contracts.Violation;
import dev.parley.contracts.Warning;
import dev.parley.contracts.WarningCode;
import dev.parley.contracts.WireName;
import dev.parley.kit.mark.VisibleMarkConfig;
import dev.parley.kit.transcript.Transcript;
import dev.parley.media.Limits;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import dev.parley.media.SoundInfo;
import dev.parley.speech.Voices;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
    private static final int RATE = 16_000;

    private final InputFiles storage = new InputFiles(Map.of());
    private final LimitsConfig limits = DefaultConfig.of(LimitsConfig.class);
    private final Inputs inputs = new Inputs(storage, limits);
    private final Admission admission = admission(new ModelFolder(Path.of("target"), "no-such-model"));
    private String picture;
    private String speech;
    private String silence;

    private Admission admission(ModelFolder model) {
        return new Admission(
                inputs,
                new InputResolver(inputs, storage),
                limits,
                new Engines(new WhatIsFound(), model),
                new Abilities(model),
                new Narrator(Voices.installed(List.of()), inputs, limits),
                DefaultConfig.of(VisibleMarkConfig.class));
    }

    private record WhatIsFound() implements EngineConfig {
        @Override
        public Optional<Engine> standard() {
            return Optional.empty();
        }

        @Override
        public Optional<Set<Engine>> available() {
            return Optional.empty();
        }
    }

    @BeforeEach
    void keepInputs() {
        picture = inputs.keep(Pictures.png(new Picture(200, 100, new byte[200 * 100 * 3])));
        speech = inputs.keep(wav(0.3));
        silence = inputs.keep(wav(0));
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void aSecondPersonMayBeSilent() {
        RenderPlan plan = said(speech, silence);
        assertThat(plan.voices()).extracting(RenderPlan.VoiceTrack::object).containsExactly(speech, silence);
        assertThat(plan.warnings())
                .extracting(Warning::path, Warning::code)
                .containsExactly(tuple("speakers[1].audio", "silent"));
    }

    @Test
    void textsOfADialogueBecomeTracksOfOneLength() {
        RenderPlan plan = admit("{\"image\":\"%s\",\"script\":\"(s2) Hi. [pause 1] (s1) Hello.\"}".formatted(picture));
        assertThat(plan.syntheticVoices()).containsExactly("kate", "kevin");
        assertThat(plan.voices()).hasSize(2).allSatisfy(track -> {
            assertThat(track.startSeconds()).isZero();
            assertThat(track.durationSeconds())
                    .isEqualTo(plan.voices().get(0).durationSeconds())
                    .isBetween(2.0, 4.0);
        });
        assertThat(plan.chunks().frames()).isEqualTo((int) (plan.voices().get(0).durationSeconds() * 25));
        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void aScriptOfThreeIsSpokenInItsOrder() {
        String script =
                "{\"image\":\"%s\",\"experimental\":true,\"script\":\"(s3) One. (s1) Two. (s2) Three. (s1) Four.\"}"
                        .formatted(picture);
        Admitted admitted = admission.examine(JobId.create(Instant.now()), read(script));
        assertThat(admitted.transcript().lines())
                .extracting(Transcript.Line::speaker, Transcript.Line::voice, Transcript.Line::text)
                .containsExactly(
                        tuple(3, "kim", "One."),
                        tuple(1, "kate", "Two."),
                        tuple(2, "kevin", "Three."),
                        tuple(1, "kate", "Four."));
    }

    @Test
    void whatTheThirdCannotSayIsFoundInTheScript() {
        String script = "{\"image\":\"%s\",\"experimental\":true,\"script\":\"(s1) One. (s2) Two.\\n(s3) Oh \u043f.\"}";
        assertThatThrownBy(() -> admit(script.formatted(picture)))
                .hasMessageContaining("script: line 2, column 9")
                .hasMessageContaining("CYRILLIC");
    }

    @Test
    void whatIsSaidIsKeptWithItsTimes() {
        String request = "{\"image\":\"%s\",\"script\":\"(s1) Hello. Bye. (s2) R&D.\"}".formatted(picture);
        Transcript said =
                admission.examine(JobId.create(Instant.now()), read(request)).transcript();
        assertThat(said.lines())
                .extracting(Transcript.Line::speaker, Transcript.Line::voice, Transcript.Line::text)
                .containsExactly(tuple(1, "kate", "Hello."), tuple(1, "kate", "Bye."), tuple(2, "kevin", "R&D."));
        assertThat(said.lines().get(1).start()).isEqualTo(said.lines().get(0).end());
        assertThat(said.lines().get(2).phonemes().get(0).start())
                .isGreaterThan(said.lines().get(2).start());
        assertThat(Transcript.read(said.json())).isEqualTo(said);
        assertThat(new String(said.json(), UTF_8)).contains("\"synthetic\":true", "\"phonemes\":[{\"text\":\"hh\"");
        assertThat(new String(said.webVtt(), UTF_8)).startsWith("WEBVTT").contains("<v Speaker 2>R&amp;D.");
    }

    @Test
    void aPlanNamesWhatItsEngineFindsInTheStore() throws Exception {
        JobId job = JobId.create(Instant.now());
        Admitted admitted =
                admission.examine(job, read("{\"image\":\"%s\",\"script\":\"(s1) Hello.\"}".formatted(picture)));
        admission.keep(job, admitted.transcript());
        assertThat(storage.<Transcript>open(admitted.plan().phonemes(), AdmissionTest::transcript))
                .isEqualTo(admitted.transcript());
        assertThat(said(speech).phonemes()).isNull();
    }

    private static Transcript transcript(Path file) {
        try {
            return Transcript.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aTextBesideARecordingIsPlacedAsOne() {
        RenderPlan plan = admit(
                "{\"image\":\"%s\",\"speakers\":[{\"audio\":\"%s\"},{\"text\":\"Hello.\",\"voice\":\"bruno\"}],\"audioMix\":\"in-turn\"}"
                        .formatted(picture, speech));
        assertThat(plan.voices().get(1).startSeconds())
                .isEqualTo(plan.voices().get(0).durationSeconds());
        assertThat(plan.syntheticVoices()).containsExactly("bruno");
    }

    @Test
    void framesAreThoseOfWhatWasSpoken() {
        String words = "one, two, three, four, five, six, seven, eight, nine, ten.";
        for (int length = 3; length <= words.length(); length += 5) {
            RenderPlan plan = admit("{\"image\":\"%s\",\"speakers\":[{\"text\":\"%s\"}]}"
                    .formatted(picture, words.substring(0, length)));
            long samples = Math.round(plan.voices().get(0).durationSeconds() * 16_000);
            assertThat(plan.chunks().frames()).isEqualTo((int) (samples / 640));
        }
    }

    @Test
    void whatNobodyCanSayIsRefusedByTheWord() {
        assertThatThrownBy(() -> admit(
                        "{\"image\":\"%s\",\"script\":\"(s1) Hi. (s2) Yes. (s1) Oh \uD83D\uDE00 \u043f\u0440.\",\"speakers\":[{},{\"voice\":\"af_heart\"}]}"
                                .formatted(picture)))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.violations())
                        .extracting(Violation::toString)
                        .satisfiesExactly(
                                emoji -> assertThat(emoji)
                                        .contains("script: line 1, column 28", "GRINNING FACE", "unsayable"),
                                letter -> assertThat(letter)
                                        .contains("script: line 1, column 30", "CYRILLIC", "unsayable"),
                                voice -> assertThat(voice)
                                        .contains("speakers[1].voice", "'af_heart'", "unknown-voice")));
    }

    @Test
    void whatNobodyCanSayIsFoundInTheScriptAsItWasWritten() {
        String script =
                "(s2) Yes?\\n\\n  (S1)  Oh\\n my \uD83D\uDE00!\\n(s1) [pause 1] \u043f\u0440.\\n(s2) \uD83E\uDD80";
        assertThatThrownBy(() -> admit("{\"image\":\"%s\",\"script\":\"%s\"}".formatted(picture, script)))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.violations())
                        .extracting(Violation::toString)
                        .satisfiesExactly(
                                emoji -> assertThat(emoji).startsWith("script: line 4, column 5, "),
                                letter -> assertThat(letter).startsWith("script: line 5, column 16, "),
                                crab -> assertThat(crab).startsWith("script: line 6, column 6, ")));
    }

    @Test
    void whatNobodyCanSayIsFoundInTheReferencesFormAsItWasWritten() {
        String request =
                "{\"cond_image\":\"%s\",\"tts_audio\":{\"text\":\"(s1) Oh\\n(s1) my %s\",\"human1_voice\":\"kate\"}}";
        assertThatThrownBy(() -> admit(request.formatted(picture, "\u043f")))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.violations())
                        .singleElement()
                        .extracting(Violation::toString)
                        .asString()
                        .startsWith("tts_audio.text: line 2, column 9, "));
    }

    @Test
    void turnsAreHeardWhenTheySay() {
        RenderPlan plan = admit(
                "{\"image\":\"%s\",\"turns\":[{\"speaker\":2,\"start\":0.5,\"audio\":\"%s\",\"from\":0.25,\"to\":0.75},{\"speaker\":1,\"text\":\"Hello.\"},{\"speaker\":2,\"start\":9,\"audio\":\"%s\"}]}"
                        .formatted(picture, speech, speech));
        assertThat(plan.voices())
                .extracting(VoiceTrack::speaker, VoiceTrack::startSeconds, VoiceTrack::fromSeconds)
                .containsExactly(tuple(0, 0.0, null), tuple(1, 0.5, 0.25), tuple(1, 9.0, null));
        assertThat(plan.voices().get(1).durationSeconds()).isEqualTo(0.5);
        double whole = plan.voices().get(2).durationSeconds();
        assertThat(plan.chunks().frames()).isEqualTo((int) ((9 + whole) * 25));
        assertThat(plan.settings().turns().get(0).audio()).isEqualTo(speech);
        assertThat(plan.syntheticVoices()).containsExactly("kate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"speakers\":[{\"text\":\"Hello.\"}]",
                "\"script\":\"(s2) Hi. [pause 1] (s1) Hello.\"",
                "\"script\":\"(s3) Hi. (s1) Hello. (s2) Yes. (s1) No.\",\"experimental\":true",
                "\"speakers\":[{\"audio\":\"SPEECH\"},{\"text\":\"Hi.\"}],\"audioMix\":\"in-turn\"",
                "\"speakers\":[{\"audio\":\"SPEECH\",\"startSeconds\":0.3}],\"audioMix\":\"timeline\"",
                "\"turns\":[{\"speaker\":1,\"start\":1.5,\"audio\":\"SPEECH\",\"to\":0.7},{\"speaker\":2,\"text\":\"Hi.\"}]",
                "\"turns\":[{\"speaker\":1,\"text\":\"Hi.\"}],\"speakers\":[{},{}]"
            })
    void whatWasPlannedCanBeAskedForAgain(String voices) {
        RenderPlan plan = admit("{\"image\":\"%s\",%s}".formatted(picture, voices.replace("SPEECH", speech)));
        RenderPlan again = admit(Json.write(plan.settings()));
        assertThat(again.settings()).isEqualTo(plan.settings());
        assertThat(again.voices()).isEqualTo(plan.voices());
        assertThat(again.chunks()).isEqualTo(plan.chunks());
    }

    @Test
    void aTurnAfterTheLongestVideoIsRefusedBeforeItIsSpoken() {
        String turns =
                "{\"image\":\"%s\",\"lengthLimitSeconds\":5,\"turns\":[{\"speaker\":1,\"start\":86400,\"text\":\"Hi.\"}]}";
        assertThatThrownBy(() -> admit(turns.formatted(picture)))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.violations())
                        .extracting(Violation::path, Violation::code)
                        .containsExactly(tuple("turns[0].start", "too-long")));
    }

    @Test
    void aRecordingThatTurnsShareIsToldOfWhereItStands() {
        String turns =
                "{\"image\":\"%s\",\"turns\":[{\"speaker\":1,\"audio\":\"%s\"},{\"speaker\":2,\"start\":0.25,\"audio\":\"%s\"}]}";
        assertThat(admit(turns.formatted(picture, speech, speech)).warnings())
                .containsExactly(new Warning(
                        "turns[1].audio",
                        "shared-recording",
                        "this is the recording of turns[0], 0.25 s apart: it is heard over itself",
                        Map.of("with", "turns[0]", "apart", "0.25")));
    }

    @Test
    void whatIsSaidInTurnsIsKeptWithItsTimes() {
        String request = ("{\"image\":\"%s\",\"turns\":[{\"speaker\":1,\"start\":2,\"text\":\"Well.\"},"
                        + "{\"speaker\":2,\"start\":0.5,\"text\":\"Yes?\"}]}")
                .formatted(picture);
        Transcript said =
                admission.examine(JobId.create(Instant.now()), read(request)).transcript();
        assertThat(said.lines())
                .extracting(Transcript.Line::speaker, Transcript.Line::start, Transcript.Line::text)
                .containsExactly(tuple(2, 0.5, "Yes?"), tuple(1, 2.0, "Well."));
    }

    @Test
    void aPersonSaysOneThingAtATime() {
        String turns =
                "{\"image\":\"%s\",\"turns\":[{\"speaker\":1,\"audio\":\"%s\"},{\"speaker\":1,\"start\":0.1,\"text\":\"Hi.\"}]}";
        assertThatThrownBy(() -> admit(turns.formatted(picture, speech)))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.violations())
                        .extracting(Violation::path, Violation::code)
                        .containsExactly(tuple("turns[1].start", "overlap")));
    }

    @Test
    void aPartThatTheRecordingDoesNotHaveIsRefused() {
        String turns =
                "{\"image\":\"%s\",\"turns\":[{\"speaker\":1,\"audio\":\"%s\",\"from\":99},{\"speaker\":1,\"audio\":\"%s\",\"to\":99},{\"speaker\":2,\"text\":\"\uD83D\uDE00\"}]}";
        assertThatThrownBy(() -> admit(turns.formatted(picture, speech, speech)))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.violations())
                        .extracting(Violation::path, Violation::code)
                        .containsExactly(
                                tuple("turns[0].from", "out-of-range"),
                                tuple("turns[1].to", "out-of-range"),
                                tuple("turns[2].text", "unsayable")));
    }

    @Test
    void aVoiceThatIsNotThereIsNamedWithTheOneThatIs() {
        assertThatThrownBy(() -> admit(
                        "{\"image\":\"%s\",\"speakers\":[{\"text\":\"Hi.\",\"voice\":\"kevn\"}]}".formatted(picture)))
                .hasMessageContaining("did you mean 'kevin'?");
    }

    @Test
    void soMayTheFirst() {
        assertThat(said(silence, speech).warnings())
                .extracting(Warning::path, Warning::code)
                .containsExactly(tuple("speakers[0].audio", "silent"));
    }

    @Test
    void twoVoicesAreNothingToWarnOf() {
        assertThat(said(speech, inputs.keep(wav(0.2))).warnings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SoundInfo.Remark.Kind.class)
    void whatIsRemarkedOfASoundIsAWarning(SoundInfo.Remark.Kind kind) {
        assertThat(WireName.of(WarningCode.valueOf(kind.name()))).isEqualTo(WireName.of(kind));
    }

    @Test
    void aSharedRecordingIsToldOf() {
        assertThat(said(speech, speech).warnings())
                .containsExactly(new Warning(
                        "speakers[1].audio",
                        "shared-recording",
                        "this is the recording of speakers[0] at the same time: both mouths move to it, and it is heard"
                                + " once",
                        Map.of("with", "speakers[0]", "apart", "0.00")));
    }

    @Test
    void aRecordingThatIsHeardOverItselfIsToldOf() {
        assertThat(onTheTimeLine(0, 0.5).warnings()).singleElement().satisfies(warning -> assertThat(warning.message())
                .contains("0.50 s apart"));
        assertThat(onTheTimeLine(0, 1).warnings()).isEmpty();
    }

    @Test
    void twoPeopleHaveAChannelEach() {
        String interview = inputs.keep(wav(0.3, 0.2));
        RenderPlan plan = together(on(interview, "\"left\""), on(interview, "\"right\""));
        assertThat(plan.settings().speakers())
                .extracting(RenderRequest.Speaker::channel)
                .containsExactly(1, 2);
        assertThat(plan.warnings()).isEmpty();
        assertThat(together(on(interview, "2"), on(interview, "2")).warnings())
                .extracting(Warning::code)
                .containsExactly("shared-recording");
    }

    @Test
    void channelsThatAreHeardOneAfterTheOtherAreHeardTwice() {
        String interview = inputs.keep(wav(0.3, 0.2));
        RenderPlan plan = admit("{\"image\":\"%s\",\"speakers\":[%s,%s],\"audioMix\":\"in-turn\",\"prompt\":\"p\"}"
                .formatted(picture, on(interview, "1"), on(interview, "2")));
        assertThat(plan.warnings()).singleElement().satisfies(warning -> assertThat(warning.message())
                .contains("1.00 s apart: it is heard twice"));
    }

    @Test
    void aChannelThatIsNotThereIsRefused() {
        String interview = inputs.keep(wav(0.3, 0.2));
        // Known without a channel first: what is remembered is remembered of the one that was asked for.
        assertThat(said(interview).warnings()).isEmpty();
        assertThatThrownBy(() -> together(on(interview, "3"), on(speech, "\"right\"")))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.violations())
                        .containsExactly(
                                new Violation(
                                        "speakers[0].channel", "no-channel", "Asked for channel 3, the sound has 2"),
                                new Violation(
                                        "speakers[1].channel", "no-channel", "Asked for channel 2, the sound has 1")));
    }

    @Test
    void silenceIsThatOfTheChannel() {
        String oneSided = inputs.keep(wav(0.3, 0));
        assertThat(together(on(oneSided, "1"), on(oneSided, "2")).warnings())
                .extracting(Warning::path, Warning::code)
                .containsExactly(tuple("speakers[1].channel", "silent"));
        assertThatThrownBy(() -> together(on(oneSided, "2"), on(silence, "1")))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.violations())
                        .extracting(Violation::path, Violation::code)
                        .containsExactly(
                                tuple("speakers[0].channel", "silent"), tuple("speakers[1].channel", "silent")));
    }

    private static String on(String recording, String channel) {
        return "{\"audio\":\"%s\",\"channel\":%s}".formatted(recording, channel);
    }

    private RenderPlan together(String first, String second) {
        return admit("{\"image\":\"%s\",\"speakers\":[%s,%s],\"prompt\":\"p\"}".formatted(picture, first, second));
    }

    private RenderPlan onTheTimeLine(double first, double second) {
        String speaker = "{\"audio\":\"" + speech + "\",\"startSeconds\":%s}";
        String speakers = speaker.formatted(first) + "," + speaker.formatted(second);
        return admit("{\"image\":\"%s\",\"speakers\":[%s],\"audioMix\":\"timeline\",\"prompt\":\"p\"}"
                .formatted(picture, speakers));
    }

    /** Admitted once by looking at them, and again as one of two portraits by reading them. */
    @Test
    void interlacedPortraitsAreComposed() {
        String interlaced = inputs.keep(interlaced());
        String speaker = "{\"audio\":\"" + speech + "\",\"image\":\"" + interlaced + "\"}";
        RenderPlan plan = admit("{\"speakers\":[%s,%s],\"prompt\":\"p\"}".formatted(speaker, speaker));
        assertThat(plan.picture()).isNotEqualTo(interlaced);
    }

    private static byte[] interlaced() {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(png)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(new BufferedImage(80, 100, BufferedImage.TYPE_INT_RGB), null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return png.toByteArray();
    }

    @Test
    void somebodySpeaks() {
        refused(silence).satisfies(e -> assertThat(((InvalidRequestException) e).violations())
                .extracting(Violation::path, Violation::code)
                .containsExactly(tuple("speakers[0].audio", "silent")));
        refused(silence, silence).satisfies(e -> assertThat(((InvalidRequestException) e).violations())
                .extracting(Violation::path, Violation::code)
                .containsExactly(tuple("speakers[0].audio", "silent"), tuple("speakers[1].audio", "silent")));
    }

    @Test
    void whatBecameOfARecordingIsSaid() {
        String opposite = inputs.keep(wav(0.3, -0.3));
        assertThat(said(speech, opposite).warnings())
                .extracting(Warning::path, Warning::code)
                .containsExactly(tuple("speakers[1].audio", "one-channel-heard"));
    }

    @Test
    void anUnknownPresetIsRefusedWithThoseThatAreKnown() {
        String request = "{\"image\":\"%s\",\"speakers\":[{\"audio\":\"%s\"}],\"preset\":\"fusion\"}";
        ReadRequest asked = read(request.formatted(picture, speech));
        for (Admission any : List.of(admission, tiny())) {
            assertThatThrownBy(() -> any.admit(JobId.create(Instant.now()), asked))
                    .isInstanceOfSatisfying(
                            InvalidRequestException.class,
                            e -> assertThat(e.violations())
                                    .containsExactly(
                                            new Violation(
                                                    "preset",
                                                    "unknown-value",
                                                    "found 'fusion', expected one of standard, fusionx, lightx2v; did you mean 'fusionx'?")));
        }
    }

    @Test
    void twoHalvesAreRefusedBeforeTheModelRefusesThem() {
        Admission multitalk = tiny();
        String request =
                """
                {"image":"%s","speakers":[
                 {"audio":"%s","box":{"x":0,"y":0,"width":100,"height":100}},
                 {"audio":"%s","box":{"x":100,"y":0,"width":100,"height":100}}]}"""
                        .formatted(picture, speech, speech);
        assertThatThrownBy(() -> multitalk.admit(JobId.create(Instant.now()), read(request)))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.violations())
                        .extracting(Violation::path, Violation::code)
                        .containsExactly(tuple("speakers", "no-background")));
    }

    @Test
    void moreThanTwoPeopleAreAnExperimentThatIsNamedSo() {
        String three =
                """
                {"image":"%1$s","experimental":true,"speakers":[{"audio":"%2$s"},{"audio":"%2$s"},
                 {"audio":"%2$s","box":{"x":140,"y":10,"width":50,"height":80}}],"audioMix":"in-turn"}"""
                        .formatted(picture, speech);
        RenderPlan plan = tiny().admit(JobId.create(Instant.now()), read(three));
        assertThat(plan.voices()).extracting(VoiceTrack::startSeconds).containsExactly(0.0, 1.0, 2.0);
        assertThat(plan.settings().experimental()).isTrue();
        assertThat(plan.settings().prompt()).isEqualTo("Several people are talking to each other.");
        assertThat(plan.warnings())
                .extracting(Warning::path, Warning::code)
                .contains(tuple("speakers", "experimental"));
    }

    @Test
    void recordingsFromAFifthOfASecondOnHaveAllTheirFrames() {
        assertThat(said(inputs.keep(recording(RATE / 5, 0.3)), inputs.keep(recording(RATE / 5, 0.2)))
                        .chunks()
                        .frames())
                .isEqualTo(5);
        String shorter = inputs.keep(recording(RATE / 5 - 1, 0.3));
        assertThatThrownBy(() -> said(shorter, speech)).hasMessageContaining("expected at least 0.200 s");
    }

    @Test
    void twoPeopleInOneHalfGetBoxesAroundTheirFaces() throws Exception {
        Picture pair = Pictures.read(Path.of("../samples/pair.png"), Limits.DEFAULT);
        Picture left = Pictures.sideBySide(pair, new Picture(pair.width(), pair.height(), new byte[pair.rgb().length]));
        List<Speaker> halves = speakersIn(pair);
        assertThat(halves).extracting(Speaker::box).containsExactly(null, null);
        List<Speaker> placed = speakersIn(left);
        assertThat(placed.get(0).box().right())
                .isLessThan(placed.get(1).box().x())
                .isLessThan(pair.width() / 2.0 + 20);
        assertThat(placed.get(1).box().right()).isLessThan(pair.width() + 20);
    }

    private List<Speaker> speakersIn(Picture two) {
        String request = "{\"image\":\"%s\",\"speakers\":[{\"audio\":\"%s\"},{\"audio\":\"%s\"}]}"
                .formatted(inputs.keep(Pictures.png(two)), speech, silence);
        return admit(request).settings().speakers();
    }

    @Test
    void aPlanHasBoxesInPixelsOfItsPicture() {
        String request =
                """
                {"image":"%s","speakers":[
                 {"audio":"%s","box":{"x":0.05,"y":0.1,"width":0.4,"height":0.8,"unit":"fraction"}},
                 {"audio":"%s","box":{"x":110,"y":10.5,"width":80,"height":80}}]}"""
                        .formatted(picture, speech, speech);
        assertThat(tiny().admit(JobId.create(Instant.now()), read(request))
                        .settings()
                        .speakers())
                .extracting(RenderRequest.Speaker::box)
                .containsExactly(new Box(10, 10, 80, 80), new Box(110, 10.5, 80, 80));
    }

    @Test
    void aModelThatKnowsDrawnFacesOnlySaysSoOfWhatDoesNotLookDrawn() {
        List<Warning> warnings = warnings(tiny(), noise(), "");
        assertThat(warnings).extracting(Warning::code).containsExactly("not-a-drawing", "no-face");
        assertThat(warnings).first().satisfies(warning -> {
            assertThat(warning.path()).isEqualTo("image");
            assertThat(warning.code()).isEqualTo("not-a-drawing");
            assertThat(warning.message())
                    .startsWith("multitalk-tiny knows drawn faces only")
                    .contains("pantomime");
        });
        assertThat(warnings(tiny(), picture, "")).isEmpty();
        assertThat(warnings(tiny(), noise(), ",\"engine\":\"pantomime\""))
                .extracting(Warning::code)
                .containsExactly("no-face");
        assertThat(warnings(admission, noise(), "")).extracting(Warning::code).containsExactly("no-face");
    }

    @Test
    void aPhotographOfSomebodyIsPreviewedUnlessTheModelIsAskedFor() throws Exception {
        Picture woman = Pictures.read(Path.of("../samples/woman.png"), Limits.DEFAULT);
        String drawn = inputs.keep(Pictures.png(woman));
        String photographed = inputs.keep(Pictures.png(FlatnessTest.photographed(woman, 2)));
        RenderPlan preview = single(tiny(), photographed, "");
        assertThat(preview.engine()).isEqualTo(Engine.PANTOMIME);
        assertThat(preview.warnings()).extracting(Warning::code).containsExactly("photograph-preview");
        assertThat(preview.faceOf(0))
                .hasValueSatisfying(face -> assertThat(face.leftEye().x())
                        .isLessThan(face.rightEye().x()));
        RenderPlan asked = single(tiny(), photographed, ",\"engine\":\"multitalk\"");
        assertThat(asked.engine()).isEqualTo(Engine.MULTITALK);
        assertThat(asked.warnings()).extracting(Warning::code).containsExactly("not-a-drawing");
        assertThat(single(tiny(), photographed, ",\"preset\":\"standard\"").engine())
                .isEqualTo(Engine.MULTITALK);
        RenderPlan drawing = single(tiny(), drawn, "");
        assertThat(drawing.engine()).isEqualTo(Engine.MULTITALK);
        assertThat(drawing.warnings()).isEmpty();
        assertThat(drawing.faces()).isEmpty();
    }

    private RenderPlan single(Admission by, String image, String more) {
        String request = "{\"image\":\"%s\",\"speakers\":[{\"audio\":\"%s\"}]%s}".formatted(image, speech, more);
        return by.admit(JobId.create(Instant.now()), read(request));
    }

    @Test
    void aSizeThatTheModelDoesNotHaveIsNamedWithTheOneItRenders() {
        assertThat(warnings(tiny(), picture, ",\"size\":\"multitalk-720\""))
                .containsExactly(new Warning(
                        "size",
                        "size-of-its-own",
                        "found multitalk-720; multitalk-tiny has sizes of its own and renders this picture at 288 x 160. "
                                + "The published model renders at the size asked for",
                        Map.of("asked", "multitalk-720", "model", "multitalk-tiny", "width", "288", "height", "160")));
        assertThat(warnings(admission, picture, ",\"size\":\"multitalk-720\"")).isEmpty();
    }

    private Admission tiny() {
        return admission(new ModelFolder(Path.of("../models"), "multitalk-tiny"));
    }

    private String noise() {
        byte[] rgb = new byte[200 * 100 * 3];
        new Random(720).nextBytes(rgb);
        return inputs.keep(Pictures.png(new Picture(200, 100, rgb)));
    }

    private List<Warning> warnings(Admission admission, String image, String more) {
        String request = "{\"image\":\"%s\",\"speakers\":[{\"audio\":\"%s\"}]%s}".formatted(image, speech, more);
        return admission.admit(JobId.create(Instant.now()), read(request)).warnings();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(String... voices) {
        return assertThatThrownBy(() -> said(voices)).isInstanceOf(InvalidRequestException.class);
    }

    private RenderPlan said(String... voices) {
        List<String> speakers =
                List.of(voices).stream().map("{\"audio\":\"%s\"}"::formatted).toList();
        String request = "{\"image\":\"%s\",\"speakers\":%s,\"prompt\":\"p\"}".formatted(picture, speakers);
        return admit(request);
    }

    private static ReadRequest read(String request) {
        return new RequestReader().examine(request.getBytes(UTF_8), false);
    }

    private RenderPlan admit(String request) {
        return admission.admit(JobId.create(Instant.now()), read(request));
    }

    /** A second of 16-bit mono. */
    private static byte[] wav(double... amplitudes) {
        return recording(RATE, amplitudes);
    }

    private static byte[] recording(int samples, double... amplitudes) {
        int block = 2 * amplitudes.length;
        ByteBuffer wav = ByteBuffer.allocate(44 + block * samples).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + block * samples);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) amplitudes.length).putInt(RATE).putInt(block * RATE);
        wav.putShort((short) block).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(block * samples);
        for (int i = 0; i < samples; i++) {
            for (double amplitude : amplitudes) {
                wav.putShort((short) (amplitude * 32_767 * Math.sin(i / 10.0)));
            }
        }
        return wav.array();
    }
}
