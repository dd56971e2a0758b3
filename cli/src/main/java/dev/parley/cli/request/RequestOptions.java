package dev.parley.cli.request;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * What can be said about a video on the command line. Words and ranges are checked where every request is; an option
 * without a description has that of its field in the schema.
 */
public final class RequestOptions {
    @Heading("Inputs")
    @Field(
            value = "image",
            ofEach = "speakers[].image",
            knownAs = {"--image-path", "--reference-image", "--cond-image"})
    @Option(
            names = "--image",
            paramLabel = "FILE|URL",
            description = "Picture that shows every speaker. Twice: a portrait of each of two speakers.")
    List<String> images = List.of();

    @Field(value = "speakers[].audio", knownAs = "--audio-path")
    @Option(
            names = "--audio",
            paramLabel = "FILE|URL",
            description = "A speaker's recording. Once or twice, speakers from left to right.")
    List<String> audio = List.of();

    @Field("speakers[].text")
    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "Text that a speaker says instead of a recording; for the speakers after those with --audio."
                    + " With tags, \"(s1) Hello. (s2) Hi!\", a script of everybody.")
    List<String> texts = List.of();

    @Field("script")
    @Option(names = "--script", paramLabel = "FILE", description = "Text file with turns, (s1) Hello. (s2) Hi!")
    Path script;

    @Field("turns")
    @Option(
            names = "--turn",
            paramLabel = "TURN",
            converter = TurnOption.Converter.class,
            description = "Who is heard when, once per turn: speaker=1,start=0.5,audio=a.wav,from=1,to=2.5 or"
                    + " speaker=2,text=Hello, you. Without start: when the turn before has ended.")
    List<TurnOption> turns = List.of();

    @Field("speakers[].voice")
    @Option(
            names = "--voice",
            paramLabel = "NAME",
            split = ",",
            description = "Voice that speaks the text, such as kate; once per speaker with a text."
                    + " 'parley voices' lists them.")
    List<String> voices = List.of();

    @Option(
            names = "--request",
            paramLabel = "FILE",
            description = "A request as JSON, in today's, the reference's or the older flat form. File names in it are"
                    + " looked for beside it, then in the current directory. Or a finished video, for the request in its"
                    + " signed credentials. Options given as well win.")
    Path request;

    @Heading("People")
    @Field("speakers[].box")
    @Option(
            names = "--box",
            paramLabel = "X,Y,W,H",
            converter = BoxOption.Converter.class,
            description =
                    "Where a speaker is, from the picture's top left corner, in pixels or, as 5%%,10%%,40%%,80%%, in percent of the"
                            + " picture; once per speaker. With one speaker, everybody else in the picture stays silent.")
    List<BoxOption> boxes = List.of();

    @Field("speakers[].startSeconds")
    @Option(
            names = "--start",
            paramLabel = "SECONDS",
            description = "When a speaker's voice begins (with --audio-mix timeline); once per speaker.")
    List<Double> starts = List.of();

    @Field("speakers[].channel")
    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            converter = ChannelOption.class,
            description = "Which channel of --audio a speaker is on: left, right or a number; once per speaker.")
    List<Object> channels = List.of();

    @Field("experimental")
    @Option(names = "--experimental")
    Boolean experimental;

    @Field("audioMix")
    @Option(names = "--audio-mix", paramLabel = "MIX")
    String audioMix;

    @Heading("Look")
    @Field("prompt")
    @Option(names = "--prompt", paramLabel = "TEXT")
    String prompt;

    @Field("negativePrompt")
    @Option(names = "--negative-prompt", paramLabel = "TEXT")
    String negativePrompt;

    @Field("colorCorrection")
    @Option(names = "--color-correction", paramLabel = "0..1")
    Double colorCorrection;

    @Field("mode")
    @Option(names = "--mode", paramLabel = "MODE")
    String mode;

    @Field("size")
    @Option(names = "--size", paramLabel = "SIZE")
    String size;

    @Field("lengthLimitSeconds")
    @Option(names = "--length-limit", paramLabel = "SECONDS")
    Double lengthLimit;

    @Field("visibleMark.language")
    @Option(
            names = "--visible-mark",
            paramLabel = "LANGUAGE",
            description =
                    "Words in a corner that say that the video is AI-generated, in this language: en, de, fr, es, ja"
                            + " or zh. Default: none, unless the farm marks all videos.")
    String visibleMark;

    @Field("visibleMark.corner")
    @Option(names = "--visible-mark-corner", paramLabel = "CORNER")
    String visibleMarkCorner;

    @Heading("Model")
    @Field("engine")
    @Option(names = "--engine", paramLabel = "ENGINE")
    String engine;

    @Field("preset")
    @Option(names = "--preset", paramLabel = "PRESET")
    String preset;

    @Field("loras")
    @Option(
            names = "--lora",
            paramLabel = "NAME[:SCALE]",
            converter = LoraOption.Converter.class,
            description = "A LoRA of the farm's model. Repeatable; default: the preset's.")
    List<LoraOption> loras = List.of();

    @Option(
            names = "--lora-scale",
            paramLabel = "X",
            description = "Scales for LoRAs without one, in order. Repeatable.")
    List<Double> loraScales = List.of();

    @Field("quantization")
    @Option(names = "--quantization", paramLabel = "KIND")
    String quantization;

    @Field(value = "lowVram", knownAs = "--use-low-vram")
    @Option(names = "--low-vram")
    Boolean lowVram;

    @Heading("Sampling")
    @Field("sampling.steps")
    @Option(names = "--steps", paramLabel = "N")
    Integer steps;

    @Field("sampling.shift")
    @Option(names = "--shift", paramLabel = "X")
    Double shift;

    @Field("sampling.textGuidance")
    @Option(names = "--text-guidance", paramLabel = "X")
    Double textGuidance;

    @Field("sampling.audioGuidance")
    @Option(names = "--audio-guidance", paramLabel = "X")
    Double audioGuidance;

    @Field("sampling.seed")
    @Option(names = "--seed", paramLabel = "N")
    Long seed;

    @Field("sampling.framesPerWindow")
    @Option(names = "--frames-per-window", paramLabel = "N")
    Integer framesPerWindow;

    @Field("sampling.motionFrames")
    @Option(names = "--motion-frames", paramLabel = "N")
    Integer motionFrames;

    @Field("sampling.trimLastWindow")
    @Option(names = "--trim-last-window", negatable = true)
    Boolean trimLastWindow;

    @Field(
            value = "teaCache",
            knownAs = {"--use-tea-cache", "--teacache"})
    @Option(
            names = "--tea-cache",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "THRESHOLD",
            converter = TeaCacheOption.Converter.class)
    TeaCacheOption teaCache;

    @Field("teaCache.threshold")
    @Option(names = "--tea-cache-threshold", hidden = true)
    Double teaCacheThreshold;

    @Field("apg.enabled")
    @Option(names = "--apg", negatable = true)
    Boolean apg;

    @Field("apg.momentum")
    @Option(names = "--apg-momentum", paramLabel = "X")
    Double apgMomentum;

    @Field("apg.normThreshold")
    @Option(names = "--apg-norm-threshold", paramLabel = "X")
    Double apgNormThreshold;

    @Heading("Job")
    @Field("labels")
    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "A label of your own, returned with the job. Repeatable.")
    Map<String, String> labels = new LinkedHashMap<>();

    @Field("tenant")
    @Option(names = "--tenant", paramLabel = "NAME")
    String tenant;

    @Field("priority")
    @Option(names = "--priority", paramLabel = "PRIORITY")
    String priority;

    @Field("expiresAfterSeconds")
    @Option(names = "--expires-after", paramLabel = "SECONDS")
    Double expiresAfter;

    @Field("idempotencyKey")
    @Option(names = "--idempotency-key", paramLabel = "KEY")
    String idempotencyKey;

    @Field("webhook.url")
    @Option(names = "--webhook", paramLabel = "URL")
    String webhook;

    @Field("webhook.secret")
    @Option(names = "--webhook-secret", paramLabel = "WHSEC")
    String webhookSecret;

    @Field("webhook.events")
    @Option(
            names = "--webhook-event",
            paramLabel = "EVENT",
            split = ",",
            description = "What to call about: accepted, claimed, assembling, completed, rejected, failed, cancelled."
                    + " Repeatable; default: the ends of a job, which are the last four.")
    List<String> webhookEvents = List.of();

    @Field("strict")
    @Option(names = "--strict")
    Boolean strict;

    /** The first picture that was named, to name the video after; null where there is none. */
    public String firstImage() {
        return images.isEmpty() ? null : images.get(0);
    }
}
