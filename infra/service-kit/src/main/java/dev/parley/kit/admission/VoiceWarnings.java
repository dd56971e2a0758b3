package dev.parley.kit.admission;

import dev.parley.contracts.RenderPlan.VoiceTrack;
import dev.parley.contracts.Warning;
import java.util.ArrayList;
import java.util.List;

/** What a caller may not have meant, though it can be rendered: somebody who is silent, two who share a recording. */
final class VoiceWarnings {
    /** @param silent whether nobody is heard in its recording */
    record Voice(VoiceTrack track, boolean silent) {}

    static List<Warning> of(List<Voice> voices) {
        List<Warning> warnings = new ArrayList<>();
        for (int i = 0; i < voices.size(); i++) {
            Voice voice = voices.get(i);
            if (voice.silent) {
                warnings.add(warning(
                        voice,
                        "silent",
                        "nobody is heard in it, so this person's mouth stays still; send another recording if that is not"
                                + " meant"));
                continue;
            }
            for (Voice earlier : voices.subList(0, i)) {
                addIfShared(earlier.track, voice, warnings);
            }
        }
        return warnings;
    }

    private static void addIfShared(VoiceTrack earlier, Voice voice, List<Warning> warnings) {
        double apart = Math.abs(earlier.startSeconds() - voice.track.startSeconds());
        if (!earlier.object().equals(voice.track.object()) || apart >= earlier.durationSeconds()) {
            return;
        }
        warnings.add(warning(
                voice,
                "shared-recording",
                apart == 0
                        ? "this is the recording of speakers[%d] at the same time: both mouths move to it, and it is heard once"
                                .formatted(earlier.speaker())
                        : "this is the recording of speakers[%d], %.2f s apart: it is heard over itself"
                                .formatted(earlier.speaker(), apart)));
    }

    private static Warning warning(Voice voice, String code, String message) {
        return new Warning("speakers[%s].audio".formatted(voice.track.speaker()), code, message);
    }

    private VoiceWarnings() {}
}
