package dev.parley.kit.admission;

import dev.parley.contracts.RenderSettings;
import dev.parley.kit.transcript.Transcript;
import java.util.List;

/**
 * Who is heard in a video, and when.
 *
 * @param settings as asked, with all recordings in the store
 * @param transcript of what was spoken for it
 * @param turns in the order of the request; none where the speakers have voices of their own
 */
record Performance(VoicePlacement placement, RenderSettings settings, Transcript transcript, List<TurnTime> turns) {
    /** Voices of which nothing is wrong any more. */
    interface Ready {
        /** @throws dev.parley.contracts.InvalidRequestException when they do not fit together */
        Performance perform();
    }
}
