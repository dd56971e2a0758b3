package dev.parley.kit.admission;

import dev.parley.contracts.RenderPlan.VoiceTrack;
import dev.parley.contracts.Warning;
import java.util.ArrayList;
import java.util.List;

/** What a caller may not have meant, though it can be rendered: somebody who is silent, two who share a recording. */
final class VoiceWarnings {
    /**
     * @param channel of the recording that was asked for; null for all of them
     * @param silent whether nobody is heard there
     */
    record Voice(VoiceTrack track, Integer channel, boolean silent) {}

    static List<Warning> of(List<Voice> voices) {
        List<Warning> warnings = new ArrayList<>();
        for (int i = 0; i < voices.size(); i++) {
            Voice voice = voices.get(i);
            if (voice.silent) {
                warnings.add(new Warning(
                        path(voice.track.speaker(), voice.channel),
                        "silent",
                        "the recording is silent, so this person's mouth stays still; send another recording if that is not"
                                + " meant"));
                continue;
            }
            for (Voice earlier : voices.subList(0, i)) {
                addIfShared(earlier, voice, warnings);
            }
        }
        return warnings;
    }

    private static void addIfShared(Voice earlier, Voice voice, List<Warning> warnings) {
        if (!earlier.track.object().equals(voice.track.object())) {
            return;
        }
        int other = earlier.track.speaker();
        boolean eachOwn = earlier.channel != null && voice.channel != null && !earlier.channel.equals(voice.channel);
        double apart = Math.abs(earlier.track.startSeconds() - voice.track.startSeconds());
        if (apart == 0 && !eachOwn) {
            warnings.add(shared(
                    voice,
                    "this is the recording of speakers[%d] at the same time: both mouths move to it, and it is heard once"
                            .formatted(other)));
        } else if (apart > 0 && apart < earlier.track.durationSeconds()) {
            warnings.add(shared(
                    voice,
                    "this is the recording of speakers[%d], %.2f s apart: it is heard over itself"
                            .formatted(other, apart)));
        } else if (apart > 0 && eachOwn) {
            warnings.add(shared(
                    voice,
                    "this is the recording of speakers[%d], %.2f s apart: it is heard twice, with all its channels"
                            .formatted(other, apart)));
        }
    }

    private static Warning shared(Voice voice, String message) {
        return new Warning(path(voice.track.speaker(), null), "shared-recording", message);
    }

    /** The field that says what is heard of a speaker. */
    static String path(int speaker, Integer channel) {
        return "speakers[" + speaker + "]." + (channel == null ? "audio" : "channel");
    }

    private VoiceWarnings() {}
}
