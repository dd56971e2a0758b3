package dev.parley.contracts;

import dev.parley.contracts.RenderRequest.AudioMix;
import dev.parley.contracts.RenderRequest.Lora;
import dev.parley.contracts.RenderRequest.Sampling;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.plan.Defaults;
import dev.parley.plan.LoraUse;
import dev.parley.plan.SpeakerMasks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a JSON Schema cannot say about a request: rules between fields, and what a text refers to. Works on what the
 * schema left over, so anything may be absent.
 */
final class RequestRules {
    /** How many people the models tell apart by what they learned. */
    private static final int TRAINED = 2;

    private final Violations violations;
    private final boolean partsAllowed;

    RequestRules(Violations violations, boolean partsAllowed) {
        this.violations = violations;
        this.partsAllowed = partsAllowed;
    }

    void check(RenderRequest request) {
        List<Speaker> all = request.speakers() == null ? List.of() : request.speakers();
        // Those who are too many have been objected to as such.
        List<Speaker> speakers = all.subList(0, Math.min(all.size(), SpeakerMasks.MOST_PEOPLE));
        people(all.size(), request.experimental());
        boolean byTurns = request.turns() != null && !request.turns().isEmpty();
        if (byTurns) {
            new TurnRules(violations, this::input, this::text).check(request, speakers);
        }
        BoxRules boxes = new BoxRules(violations);
        for (int i = 0; i < speakers.size(); i++) {
            if (speakers.get(i).box() != null) {
                boxes.check("speakers[" + i + "].box", speakers.get(i).box());
            }
            if (!byTurns) {
                voice("speakers[" + i + "]", speakers.get(i));
                start("speakers[" + i + "].startSeconds", speakers.get(i), request.audioMix());
            }
        }
        pictures(request.image(), speakers);
        if (request.sampling() != null) {
            windows(request.sampling());
        }
        if (request.loras() != null) {
            loras(request.loras());
        }
        if (request.webhook() != null) {
            WebhookRules.faults("webhook.", request.webhook())
                    .forEach(fault -> refuse(fault.path(), fault.code(), fault.message()));
        }
    }

    /** The models were trained on two: nobody shall get more by a slip. */
    private void people(int speakers, Boolean experimental) {
        if (speakers > TRAINED && speakers <= SpeakerMasks.MOST_PEOPLE && !Boolean.TRUE.equals(experimental)) {
            refuse(
                    "speakers",
                    "wrong-count",
                    "found %d people, expected one or two; up to %d are an experiment that experimental allows"
                            .formatted(speakers, SpeakerMasks.MOST_PEOPLE));
        }
    }

    private void voice(String path, Speaker speaker) {
        if (speaker.audio() == null && speaker.text() == null) {
            refuse(path, "missing", "found no voice, expected audio or text");
        } else if (speaker.audio() != null && speaker.text() != null) {
            refuse(path, "ambiguous", "found audio and text, expected one of the two");
        }
        if (speaker.text() != null) {
            text(path + ".text", speaker.text());
        }
        if (speaker.voice() != null && speaker.audio() != null) {
            refuse(path + ".voice", "not-allowed", "found both voice and audio, expected voice only with text");
        }
        if (speaker.channel() != null && speaker.text() != null && speaker.audio() == null) {
            refuse(path + ".channel", "not-allowed", "found both channel and text, expected channel only with audio");
        }
        if (speaker.audio() != null) {
            input(path + ".audio", speaker.audio());
        }
    }

    private void text(String path, String text) {
        if (text.isBlank()) {
            refuse(path, "missing", "found only blanks, expected words to speak");
            return;
        }
        List<String> faults = DialogueScript.faultsOfText(text);
        if (!faults.isEmpty()) {
            refuse(path, "bad-script", String.join("; ", faults));
        } else if (!SpokenText.hasWords(SpokenText.PAUSE.matcher(text).replaceAll(" "))) {
            refuse(path, "missing", "found no words, expected some to speak");
        }
    }

    private void start(String path, Speaker speaker, AudioMix mix) {
        boolean timeline = mix == AudioMix.TIMELINE;
        if (timeline && speaker.startSeconds() == null) {
            refuse(path, "missing", "found nothing, expected a time: audioMix is timeline");
        } else if (!timeline && speaker.startSeconds() != null && !violations.isSpoilt("audioMix")) {
            refuse(path, "not-allowed", "found a time, expected it only where audioMix is timeline");
        }
    }

    /** One picture of everybody, or a portrait of each of two. */
    private void pictures(String image, List<Speaker> speakers) {
        long portraits = speakers.stream().filter(s -> s.image() != null).count();
        for (int i = 0; i < speakers.size(); i++) {
            String path = "speakers[" + i + "].image";
            String portrait = speakers.get(i).image();
            if (portrait != null) {
                input(path, portrait);
            }
            if (portrait != null && image != null) {
                refuse(path, "ambiguous", "found both a portrait and image, expected one of the two");
            } else if (portrait != null && speakers.size() > TRAINED) {
                refuse(path, "not-allowed", "found a portrait of one of several, expected a picture of all in image");
            } else if (portrait != null && speakers.size() == 1) {
                refuse(path, "not-allowed", "found a portrait of the only speaker, expected the picture in image");
            } else if (portrait == null && portraits > 0 && image == null) {
                refuse(path, "missing", "found a portrait of the other speaker only, expected one of each");
            }
        }
        if (image != null) {
            input("image", image);
        } else if (portraits == 0) {
            refuse(
                    "image",
                    "missing",
                    "found no picture, expected one of everybody, or a portrait of each of two speakers");
        }
    }

    private void input(String path, String text) {
        InputRef input;
        try {
            input = InputRef.parse(text);
        } catch (IllegalArgumentException e) {
            refuse(path, "not-an-input", e.getMessage());
            return;
        }
        if (input instanceof InputRef.Part && !partsAllowed) {
            refuse(path, "not-an-input", "found %s, expected it only in a multipart call".formatted(input));
        } else if (input instanceof InputRef.Data data) {
            data(path, data);
        }
    }

    private void data(String path, InputRef.Data data) {
        try (InputStream bytes = data.open()) {
            if (bytes.read() < 0) {
                refuse(path, "not-an-input", "found a data: URI without data");
            }
            bytes.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            refuse(path, "not-an-input", "found a data: URI that cannot be decoded: " + e.getMessage());
        }
    }

    private void windows(Sampling sampling) {
        int window = sampling.framesPerWindow() == null ? Defaults.FRAMES_PER_WINDOW : sampling.framesPerWindow();
        int motion = sampling.motionFrames() == null ? Defaults.MOTION_FRAMES : sampling.motionFrames();
        fourNPlusOne("sampling.framesPerWindow", window);
        fourNPlusOne("sampling.motionFrames", motion);
        if (motion >= window && !violations.isSpoilt("sampling.framesPerWindow")) {
            refuse(
                    "sampling.motionFrames",
                    "out-of-range",
                    "found %d%s, expected fewer than the window's %d frames"
                            .formatted(motion, sampling.motionFrames() == null ? " (the default)" : "", window));
        }
    }

    /** The video's autoencoder keeps one frame alone and packs the rest by four. */
    private void fourNPlusOne(String path, int frames) {
        if (frames % 4 != 1) {
            refuse(
                    path,
                    "out-of-range",
                    "found %d, expected 4n+1, as %d or %d"
                            .formatted(frames, Math.max(1, (frames - 1) / 4 * 4 + 1), (frames + 2) / 4 * 4 + 1));
        }
    }

    private void loras(List<Lora> loras) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < loras.size(); i++) {
            String name = loras.get(i).name();
            if (name != null && !seen.add(LoraUse.stem(name))) {
                refuse("loras[" + i + "].name", "duplicate", "found '%s' once more".formatted(name));
            }
        }
    }

    private void refuse(String path, String code, String message) {
        violations.addUnlessSpoilt(path, code, message);
    }
}
