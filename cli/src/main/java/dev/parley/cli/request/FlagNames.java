package dev.parley.cli.request;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fields of a request under the names of the options they come from. */
final class FlagNames {
    private static final Pattern SPEAKER = Pattern.compile("speakers\\[(\\d+)]\\.(\\w+)(.*)");
    private static final Map<String, String> FLAGS = new LinkedHashMap<>();

    static {
        FLAGS.put("speakers", "--audio");
        FLAGS.put("sampling.steps", "--steps");
        FLAGS.put("sampling.shift", "--shift");
        FLAGS.put("sampling.textGuidance", "--text-guidance");
        FLAGS.put("sampling.audioGuidance", "--audio-guidance");
        FLAGS.put("sampling.seed", "--seed");
        FLAGS.put("sampling.framesPerWindow", "--frames-per-window");
        FLAGS.put("sampling.motionFrames", "--motion-frames");
        FLAGS.put("sampling.trimLastWindow", "--trim-last-window");
        FLAGS.put("loras", "--lora");
        FLAGS.put("labels", "--label");
        FLAGS.put("teaCache", "--tea-cache");
        FLAGS.put("apg.momentum", "--apg-momentum");
        FLAGS.put("apg.normThreshold", "--apg-norm-threshold");
        FLAGS.put("negativePrompt", "--negative-prompt");
        FLAGS.put("colorCorrection", "--color-correction");
        FLAGS.put("lengthLimitSeconds", "--length-limit");
        FLAGS.put("audioMix", "--audio-mix");
        FLAGS.put("idempotencyKey", "--idempotency-key");
        FLAGS.put("webhook.secret", "--webhook-secret");
        FLAGS.put("webhook", "--webhook");
        for (String same :
                new String[] {"image", "prompt", "mode", "size", "preset", "quantization", "engine", "tenant"}) {
            FLAGS.put(same, "--" + same);
        }
    }

    /** The option of {@code path}, with which of several it was; the path itself where there is none. */
    static String of(String path) {
        Matcher speaker = SPEAKER.matcher(path);
        if (speaker.matches()) {
            String flag = speaker.group(2).equals("startSeconds") ? "start" : speaker.group(2);
            return "--%s #%d".formatted(flag, Integer.parseInt(speaker.group(1)) + 1);
        }
        for (Map.Entry<String, String> flag : FLAGS.entrySet()) {
            String field = flag.getKey();
            if (path.equals(field) || path.startsWith(field + ".") || path.startsWith(field + "[")) {
                return flag.getValue();
            }
        }
        return path;
    }

    private FlagNames() {}
}
