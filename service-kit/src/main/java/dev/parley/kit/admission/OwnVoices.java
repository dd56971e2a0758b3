package dev.parley.kit.admission;

import dev.parley.contracts.RenderPlan.VoiceTrack;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.contracts.RenderSettings;
import dev.parley.contracts.RequestWording;
import dev.parley.contracts.Violation;
import dev.parley.kit.transcript.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The voices of speakers who each have one of their own, a recording or a text. */
final class OwnVoices implements Performance.Ready {
    private final RenderSettings request;
    private final Narration narration;
    private final List<Optional<Heard>> voices = new ArrayList<>();

    /**
     * @param wording of the request as it was sent
     * @param faults what is wrong with the voices is added
     */
    OwnVoices(
            RenderSettings request,
            RequestWording wording,
            Narrator narrator,
            Listening listening,
            List<Violation> faults) {
        this.request = request;
        this.narration = narrator.narrate(request, wording, faults);
        for (int i = 0; i < request.speakers().size(); i++) {
            String path = "speakers[" + i + "]";
            Speaker speaker = request.speakers().get(i);
            voices.add(
                    speaker.audio() == null
                            ? narration.recordingOf(i).map(key -> listening.spoken(path + ".text", key))
                            : listening.to(path + ".audio", speaker.audio(), speaker.channel(), path + ".channel"));
        }
        listening.requireSomebodyHeard(
                voices, i -> VoiceWarnings.path(i, request.speakers().get(i).channel()));
    }

    @Override
    public Performance perform() {
        VoicePlacement placement = VoicePlacement.of(
                request,
                narration.dialogue(),
                voices.stream().map(Optional::orElseThrow).toList());
        List<VoiceTrack> tracks = placement.tracks();
        Transcript said =
                narration.transcript().placed(person -> tracks.get(person).startSeconds());
        return new Performance(placement, stored(tracks), said, List.of());
    }

    /** What was fetched or came along lies in the store by now; what is spoken is still a text. */
    private RenderSettings stored(List<VoiceTrack> tracks) {
        List<Speaker> speakers = new ArrayList<>();
        for (VoiceTrack track : tracks) {
            Speaker speaker = request.speakers().get(track.speaker());
            speakers.add(speaker.withInputs(speaker.audio() == null ? null : track.object(), speaker.image()));
        }
        return request.withInputs(request.image(), speakers);
    }
}
