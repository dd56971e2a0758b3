package dev.parley.kit.admission;

import dev.parley.kit.transcript.Transcript;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was spoken for a request.
 *
 * @param keys by person from 0, the recording
 * @param transcript times count from the beginning of each person's recording
 * @param dialogue whether all recordings begin with the video, whatever the mix says
 */
record Narration(Map<Integer, String> keys, Transcript transcript, boolean dialogue) {
    static final Narration NONE = new Narration(Map.of(), Transcript.EMPTY, false);

    Narration {
        keys = Map.copyOf(keys);
    }

    Narration and(Narration other) {
        Map<Integer, String> all = new TreeMap<>(keys);
        all.putAll(other.keys);
        return new Narration(all, transcript.and(other.transcript), dialogue || other.dialogue);
    }

    Optional<String> recordingOf(int person) {
        return Optional.ofNullable(keys.get(person));
    }
}
