package dev.parley.cli.request;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What can be said about a video on the command line. Words and ranges are checked where every request is. */
public final class RequestOptions {
    @Option(
            names = "--image",
            paramLabel = "FILE|URL",
            description = "Picture with all speakers in it. Twice: a portrait of each of two speakers.")
    List<String> images = List.of();

    @Option(
            names = "--audio",
            paramLabel = "FILE|URL",
            description = "A speaker's recording. Once or twice, speakers from left to right.")
    List<String> audio = List.of();

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "What a speaker says, instead of a recording; for the speakers after those with --audio.")
    List<String> texts = List.of();

    @Option(names = "--voice", paramLabel = "NAME", description = "Who speaks the text, as af_heart; once per --text.")
    List<String> voices = List.of();

    @Option(
            names = "--box",
            paramLabel = "X,Y,W,H",
            converter = BoxOption.Converter.class,
            description = "Where a speaker is, in pixels of the picture; once per speaker.")
    List<BoxOption> boxes = List.of();

    @Option(
            names = "--start",
            paramLabel = "SECONDS",
            description = "When a speaker's voice begins (with --audio-mix timeline); once per speaker.")
    List<Double> starts = List.of();

    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            description = "Which channel of --audio a speaker is on: left, right or a number; once per speaker.")
    List<String> channels = List.of();

    @Option(names = "--audio-mix", paramLabel = "MIX", description = "together, in-turn or timeline.")
    String audioMix;

    @Option(names = "--prompt", paramLabel = "TEXT", description = "What is to be seen.")
    String prompt;

    @Option(names = "--negative-prompt", paramLabel = "TEXT", description = "What is not to be seen.")
    String negativePrompt;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description = "Who renders: multitalk (default where its model is there) or pantomime (no model).")
    String engine;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "streaming (default): as long as the voices. clip: one window.")
    String mode;

    @Option(names = "--size", paramLabel = "SIZE", description = "multitalk-480 (default) or multitalk-720.")
    String size;

    @Option(names = "--preset", paramLabel = "NAME", description = "standard (default), fusionx or lightx2v.")
    String preset;

    @Option(names = "--steps", paramLabel = "N", description = "Denoising steps; default: the preset's.")
    Integer steps;

    @Option(names = "--shift", paramLabel = "X", description = "Shift of the noise schedule; default: the preset's.")
    Double shift;

    @Option(names = "--text-guidance", paramLabel = "X", description = "Default: the preset's.")
    Double textGuidance;

    @Option(names = "--audio-guidance", paramLabel = "X", description = "Default: the preset's.")
    Double audioGuidance;

    @Option(names = "--seed", paramLabel = "N", description = "The same seed gives the same video; default 42.")
    Long seed;

    @Option(names = "--frames-per-window", paramLabel = "N", description = "4n+1 frames; default 81.")
    Integer framesPerWindow;

    @Option(
            names = "--motion-frames",
            paramLabel = "N",
            description = "Frames a window takes over from the one before, 4n+1; default 25.")
    Integer motionFrames;

    @Option(
            names = "--trim-last-window",
            negatable = true,
            description = "Make the last window shorter where much of it would be cut off, or not; default: do.")
    Boolean trimLastWindow;

    @Option(
            names = "--lora",
            paramLabel = "NAME[:SCALE]",
            converter = LoraOption.Converter.class,
            description = "A LoRA of the farm's model. Repeatable; default: the preset's.")
    List<LoraOption> loras = List.of();

    @Option(
            names = "--lora-scale",
            paramLabel = "X",
            description = "Scale of the LoRA without one, in their order. Repeatable.")
    List<Double> loraScales = List.of();

    @Option(
            names = "--tea-cache",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "THRESHOLD",
            converter = TeaCacheOption.Converter.class,
            description = "Skip steps that change little.")
    TeaCacheOption teaCache;

    @Option(names = "--tea-cache-threshold", hidden = true)
    Double teaCacheThreshold;

    @Option(
            names = "--apg",
            negatable = true,
            description = "Adaptive projected guidance, or not; default: in streaming mode.")
    Boolean apg;

    @Option(names = "--apg-momentum", paramLabel = "X", description = "Default -0.75.")
    Double apgMomentum;

    @Option(names = "--apg-norm-threshold", paramLabel = "X", description = "Default 55.")
    Double apgNormThreshold;

    @Option(
            names = "--color-correction",
            paramLabel = "0..1",
            description = "Towards the picture's colours; default 1.")
    Double colorCorrection;

    @Option(names = "--quantization", paramLabel = "KIND", description = "none (default), int8 or fp8.")
    String quantization;

    @Option(names = "--low-vram", description = "Render with little GPU memory, slower.")
    Boolean lowVram;

    @Option(names = "--length-limit", paramLabel = "SECONDS", description = "Cut the video there.")
    Double lengthLimit;

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "Given back with every event. Repeatable.")
    Map<String, String> labels = new LinkedHashMap<>();

    @Option(names = "--tenant", paramLabel = "NAME", description = "Who asks.")
    String tenant;

    @Option(names = "--idempotency-key", paramLabel = "KEY", description = "The same key again is the same job.")
    String idempotencyKey;

    @Option(names = "--webhook", paramLabel = "URL", description = "Called when the job ends.")
    String webhook;

    @Option(
            names = "--webhook-secret",
            paramLabel = "WHSEC",
            description = "Signs that call (Standard Webhooks); default: the farm's.")
    String webhookSecret;

    @Option(
            names = "--request",
            paramLabel = "FILE",
            description = "A request as JSON, in today's, the reference's or the older flat form. File names in it are"
                    + " looked for beside it, then in the current directory. Options given as well win.")
    Path request;

    /** The first picture that was named, to name the video after; null where there is none. */
    public String firstImage() {
        return images.isEmpty() ? null : images.get(0);
    }
}
