package dev.parley.kit.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobId;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RequestReader;
import dev.parley.contracts.Violation;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final int RATE = 16_000;

    private final LocalInputs shelf = new LocalInputs(Map.of());
    private final LimitsConfig limits = Defaults.of(LimitsConfig.class);
    private final Inputs inputs = new Inputs(shelf, limits);
    private final Admission admission = admission(new ModelFolder(Path.of("target"), "no-such-model"));
    private String picture;
    private String speech;
    private String silence;

    private Admission admission(ModelFolder model) {
        return new Admission(
                inputs,
                new InputResolver(inputs, shelf),
                limits,
                new Engines(new WhatIsFound(), model),
                new Abilities(model));
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
        shelf.close();
    }

    @Test
    void aSecondPersonMayBeSilent() {
        RenderPlan plan = admit(speech, silence);
        assertThat(plan.voices()).extracting(RenderPlan.VoiceTrack::object).containsExactly(speech, silence);
    }

    @Test
    void soMayTheFirst() {
        assertThat(admit(silence, speech).voices()).hasSize(2);
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
    void twoHalvesAreRefusedBeforeTheModelRefusesThem() {
        Admission multitalk = admission(new ModelFolder(Path.of("../../models"), "multitalk-tiny"));
        String request =
                """
                {"image":"%s","speakers":[
                 {"audio":"%s","box":{"x":0,"y":0,"width":100,"height":100}},
                 {"audio":"%s","box":{"x":100,"y":0,"width":100,"height":100}}]}"""
                        .formatted(picture, speech, speech);
        assertThatThrownBy(() -> multitalk.admit(JobId.create(Instant.now()), new RequestReader().read(request)))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.violations())
                        .extracting(Violation::path, Violation::code)
                        .containsExactly(tuple("speakers", "no-background")));
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(String... voices) {
        return assertThatThrownBy(() -> admit(voices)).isInstanceOf(InvalidRequestException.class);
    }

    private RenderPlan admit(String... voices) {
        List<String> speakers =
                List.of(voices).stream().map("{\"audio\":\"%s\"}"::formatted).toList();
        String request = "{\"image\":\"%s\",\"speakers\":%s,\"prompt\":\"p\"}".formatted(picture, speakers);
        return admission.admit(JobId.create(Instant.now()), new RequestReader().read(request));
    }

    /** A second of 16-bit mono. */
    private static byte[] wav(double amplitude) {
        ByteBuffer wav = ByteBuffer.allocate(44 + 2 * RATE).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * RATE);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
        wav.putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * RATE);
        for (int i = 0; i < RATE; i++) {
            wav.putShort((short) (amplitude * 32_767 * Math.sin(i / 10.0)));
        }
        return wav.array();
    }
}
