package dev.parley.kit.admission;

import dev.parley.contracts.RenderPlan.VoiceTrack;
import dev.parley.contracts.Warning;
import dev.parley.contracts.WarningCode;
import java.util.ArrayList;
import java.util.List;

/** What a caller may not have meant, though it can be rendered: somebody who is silent, two who share a recording. */
final class VoiceWarnings {
    /**
     * @param from what in the request has the recording, {@code speakers[0]} or {@code turns[2]}
     * @param channel of the recording that was asked for; null for all of them
     * @param silent whether nobody is heard there
     */
    record Voice(String from, VoiceTrack track, Integer channel, boolean silent) {
        /** The field that says what is heard. */
        private String path() {
            return channel == null ? from + ".audio" : VoiceWarnings.path(track.speaker(), channel);
        }
    }

    static List<Warning> of(List<Voice> voices) {
        List<Warning> warnings = new ArrayList<>();
        for (int i = 0; i < voices.size(); i++) {
            Voice voice = voices.get(i);
            if (voice.silent) {
                warnings.add(WarningCode.SILENT.at(
                        voice.path(),
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
        if (!earlier.track.object().equals(voice.track.object()) || isPart(earlier) || isPart(voice)) {
            return;
        }
        String other = earlier.from;
        boolean eachOwn = earlier.channel != null && voice.channel != null && !earlier.channel.equals(voice.channel);
        double apart = Math.abs(earlier.track.startSeconds() - voice.track.startSeconds());
        if (apart == 0 && !eachOwn) {
            warnings.add(shared(
                    voice,
                    "this is the recording of %s at the same time: both mouths move to it, and it is heard once"
                            .formatted(other),
                    other,
                    apart));
        } else if (apart > 0 && apart < earlier.track.durationSeconds()) {
            warnings.add(shared(
                    voice,
                    "this is the recording of %s, %.2f s apart: it is heard over itself".formatted(other, apart),
                    other,
                    apart));
        } else if (apart > 0 && eachOwn) {
            warnings.add(shared(
                    voice,
                    "this is the recording of %s, %.2f s apart: it is heard twice, with all its channels"
                            .formatted(other, apart),
                    other,
                    apart));
        }
    }

    /** Of one recording two parts are two things. */
    private static boolean isPart(Voice voice) {
        return voice.track.fromSeconds() != null;
    }

    private static Warning shared(Voice voice, String message, String other, double apart) {
        return WarningCode.SHARED_RECORDING.at(voice.from + ".audio", message, other, apart);
    }

    /** The field that says what is heard of a speaker. */
    static String path(int speaker, Integer channel) {
        return "speakers[" + speaker + "]." + (channel == null ? "audio" : "channel");
    }

    private VoiceWarnings() {}
}
