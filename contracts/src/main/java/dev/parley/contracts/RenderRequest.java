package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;

/**
 * A request for a video: one picture of the people who speak, a voice for each, a prompt. Public contract of
 * {@link Topics#REQUESTS} and {@code POST /v1/jobs}. A field that is absent (null) takes its default when the
 * {@link RenderPlan} is made; see {@link dev.parley.plan.Presets} for the sampler's.
 *
 * <p>Inputs ({@code image}, {@code audio}) are {@link InputRef}s: {@code inputs/<sha256>} after an upload,
 * {@code https://...}, or a {@code data:} URI.
 *
 * @param schemaVersion 1
 * @param jobId a lower-case UUID; made or derived where absent
 * @param idempotencyKey the same key of the same tenant is the same job
 * @param labels free words of the caller, given back in every event
 * @param image the picture with all speakers in it; or each of two speakers brings a portrait of their own
 * @param speakers one or two, left to right; up to six where {@code experimental} allows it
 * @param turns who is heard when, to the sample; instead of voices of the speakers' own
 * @param mode default {@code streaming}: as long as the voices; {@code clip} is one window
 * @param loras default: the preset's; an empty list is none
 * @param lengthLimitSeconds cuts the video; default none
 * @param visibleMark words in a corner that say that a machine made it; default: none, unless the farm marks all videos
 * @param experimental whether more than two people may speak, which the models were not trained for
 * @param priority default {@code normal}
 * @param expiresAfterSeconds how long the job may wait for a worker before it fails; default: as long as the farm allows
 * @param audioMix when the voices speak; default {@code together}, with turns {@code timeline}
 */
@RecordBuilder
@RecordBuilder.Options(enableWither = false)
public record RenderRequest(
        Integer schemaVersion,
        String jobId,
        String idempotencyKey,
        String tenant,
        Map<String, String> labels,
        String image,
        List<Speaker> speakers,
        List<Turn> turns,
        String prompt,
        String negativePrompt,
        Mode mode,
        Size size,
        String preset,
        Sampling sampling,
        List<Lora> loras,
        TeaCache teaCache,
        Apg apg,
        Double colorCorrection,
        Quantization quantization,
        Boolean lowVram,
        Double lengthLimitSeconds,
        VisibleMark visibleMark,
        AudioMix audioMix,
        Boolean experimental,
        Engine engine,
        Priority priority,
        Double expiresAfterSeconds,
        Webhook webhook) {

    public static final int SCHEMA_VERSION = 1;

    public RenderRequest {
        labels = labels == null ? null : Map.copyOf(labels);
        speakers = speakers == null ? null : List.copyOf(speakers);
        turns = turns == null ? null : List.copyOf(turns);
        loras = loras == null ? null : List.copyOf(loras);
    }

    /** The same request for other inputs. */
    public RenderRequest withInputs(String otherImage, List<Speaker> otherSpeakers) {
        return RenderRequestBuilder.builder(this)
                .image(otherImage)
                .speakers(otherSpeakers)
                .build();
    }

    /** The same request with other turns. */
    public RenderRequest withTurns(List<Turn> others) {
        return RenderRequestBuilder.builder(this).turns(others).build();
    }

    /** The same request under an idempotency key. */
    public RenderRequest withIdempotencyKey(String key) {
        return RenderRequestBuilder.builder(this).idempotencyKey(key).build();
    }

    /** The same request with another webhook; null for none. */
    public RenderRequest withWebhook(Webhook other) {
        return RenderRequestBuilder.builder(this).webhook(other).build();
    }

    /** What is requested, regardless of by whom and how often: the request without ids and webhook. */
    public RenderRequest withoutSender() {
        return RenderRequestBuilder.builder(this)
                .jobId(null)
                .idempotencyKey(null)
                .webhook(null)
                .build();
    }

    /**
     * One person and their voice: {@code audio} or {@code text}, never both.
     *
     * @param text what the person says; where both speak {@link AudioMix#IN_TURN}, each line is a turn of theirs, and an
     *     empty first line leaves the first turn to the other
     * @param voice who speaks {@code text}, as {@code kate}
     * @param box where the person is; default: the whole picture for one speaker, the left and right half for two
     * @param image the person's own portrait, only where the request has no {@code image}
     * @param startSeconds when the voice begins, only with {@link AudioMix#TIMELINE}
     * @param channel of {@code audio} that holds the person's voice, from 1; requests may say {@code left} for 1 and
     *     {@code right} for 2; default: all of them
     */
    @RecordBuilder
    @RecordBuilder.Options(enableWither = false)
    public record Speaker(
            String audio, String text, String voice, Box box, String image, Double startSeconds, Integer channel) {
        /** The same person with inputs that lie elsewhere. */
        public Speaker withInputs(String otherAudio, String otherImage) {
            return RenderRequestSpeakerBuilder.builder(this)
                    .audio(otherAudio)
                    .image(otherImage)
                    .build();
        }

        /** The same person in another place. */
        public Speaker withBox(Box other) {
            return RenderRequestSpeakerBuilder.builder(this).box(other).build();
        }

        /** The same person with another voice for their text. */
        public Speaker withVoice(String other) {
            return RenderRequestSpeakerBuilder.builder(this).voice(other).build();
        }
    }

    /**
     * What one person says at a time: {@code audio} or {@code text}, never both.
     *
     * @param speaker who, from 1, as in a script
     * @param start when in the video it begins, in seconds; default: when the turn before it has ended
     * @param from where in {@code audio} it begins, in seconds; default: at its beginning
     * @param to where in {@code audio} it ends, in seconds; default: at its end
     */
    public record Turn(Integer speaker, Double start, String audio, String text, Double from, Double to) {
        /** The person's place in the list of speakers. */
        public int person() {
            return speaker - 1;
        }

        /** The same turn with a recording that lies elsewhere. */
        public Turn withAudio(String other) {
            return new Turn(speaker, start, other, text, from, to);
        }
    }

    /**
     * What the sampler does; each field overrides the preset's.
     *
     * @param steps denoising steps
     * @param shift shift of the noise schedule
     * @param seed noise depends on it alone; default 42
     * @param framesPerWindow pixel frames of a window, 4n+1; default 81
     * @param motionFrames frames a window takes over from the one before; default 25
     * @param trimLastWindow whether the last window is shorter where much of it would be cut off; default true
     */
    @RecordBuilder
    @RecordBuilder.Options(enableWither = false)
    public record Sampling(
            Integer steps,
            Double shift,
            Double textGuidance,
            Double audioGuidance,
            Long seed,
            Integer framesPerWindow,
            Integer motionFrames,
            Boolean trimLastWindow) {}

    /**
     * A LoRA file of the farm's model, and how strongly it applies (default 1).
     *
     * @param name the file's, with or without {@code .safetensors}
     */
    public record Lora(String name, Double scale) {}

    @RecordBuilder
    @RecordBuilder.Options(enableWither = false)
    public record TeaCache(Boolean enabled, Double threshold) {}

    /** Adaptive projected guidance; on by default in streaming mode. */
    @RecordBuilder
    @RecordBuilder.Options(enableWither = false)
    public record Apg(Boolean enabled, Double momentum, Double normThreshold) {}

    /**
     * The receiver that is notified of what happens to the job.
     *
     * @param secret {@code whsec_...} that signs the call (Standard Webhooks); several, separated by spaces, all sign it;
     *     default: the farm's
     * @param events what it is called about; null for the ends of a job
     */
    public record Webhook(String url, String secret, List<WebhookEvent> events) {
        public Webhook {
            events = events == null ? null : List.copyOf(events);
        }

        /** A webhook that is called when the job ends. */
        public Webhook(String url, String secret) {
            this(url, secret, null);
        }

        /** The secrets that sign its calls; none for the farm's. */
        public List<String> secrets() {
            return secret == null ? List.of() : List.of(secret.split(" "));
        }

        /** Without the secret: requests are logged. */
        @Override
        public String toString() {
            return "Webhook[url=%s]".formatted(url);
        }
    }

    public enum Mode {
        @JsonProperty("clip")
        CLIP,
        @JsonProperty("streaming")
        STREAMING
    }

    public enum Size {
        @JsonProperty("multitalk-480")
        MULTITALK_480,
        @JsonProperty("multitalk-720")
        MULTITALK_720
    }

    public enum AudioMix {
        /** All voices begin at once. */
        @JsonProperty("together")
        TOGETHER,
        /** One after the other, in the order of the speakers. */
        @JsonProperty("in-turn")
        IN_TURN,
        /** Each at its {@code startSeconds}, or as the turns say. */
        @JsonProperty("timeline")
        TIMELINE
    }

    public enum Quantization {
        @JsonProperty("none")
        NONE,
        @JsonProperty("int8")
        INT8,
        @JsonProperty("fp8")
        FP8
    }

    public enum Engine {
        /** Moves the given picture with the loudness of the voices; no model. */
        @JsonProperty("pantomime")
        PANTOMIME,
        @JsonProperty("multitalk")
        MULTITALK
    }
}
