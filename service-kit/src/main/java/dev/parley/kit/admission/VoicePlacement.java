package dev.parley.kit.admission;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.RenderPlan.VoiceTrack;
import dev.parley.contracts.RenderRequest.AudioMix;
import dev.parley.contracts.RenderRequest.Mode;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.contracts.RenderSettings;
import dev.parley.media.SoundInfo;
import dev.parley.plan.SoundTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When in the video each voice is heard.
 *
 * @param end when the last of them has been said, to the sample
 */
record VoicePlacement(List<VoiceWarnings.Voice> voices, SoundTime end) {
    VoicePlacement {
        voices = List.copyOf(voices);
    }

    /** @param dialogue whether the recordings begin with the video, whatever the mix says */
    static VoicePlacement of(RenderSettings request, boolean dialogue, List<Heard> voices) {
        AudioMix mix = dialogue ? AudioMix.TOGETHER : request.audioMix();
        List<VoiceWarnings.Voice> placed = new ArrayList<>();
        SoundTime last = SoundTime.ZERO;
        SoundTime next = SoundTime.ZERO;
        for (int i = 0; i < voices.size(); i++) {
            SoundInfo info = voices.get(i).info();
            Speaker speaker = request.speakers().get(i);
            SoundTime start = start(mix, speaker, next);
            next = start.plus(SoundTime.of(info.samples(), info.sampleRate()));
            last = next.compareTo(last) > 0 ? next : last;
            VoiceTrack track = new VoiceTrack(i, voices.get(i).key(), start.seconds(), info.seconds());
            placed.add(new VoiceWarnings.Voice("speakers[" + i + "]", track, speaker.channel(), info.isSilent()));
        }
        return new VoicePlacement(placed, last);
    }

    private static SoundTime start(AudioMix mix, Speaker speaker, SoundTime afterTheLast) {
        return switch (mix) {
            case TOGETHER -> SoundTime.ZERO;
            case IN_TURN -> afterTheLast;
            case TIMELINE -> SoundTime.ofSeconds(speaker.startSeconds());
        };
    }

    List<VoiceTrack> tracks() {
        return voices.stream().map(VoiceWarnings.Voice::track).toList();
    }

    /**
     * How many pixel frames the video has.
     *
     * @throws InvalidRequestException when it is longer than videos may be, or shorter than a frame
     */
    int frames(RenderSettings request, Duration longestVideo) {
        SoundTime cut = end;
        if (request.lengthLimitSeconds() != null) {
            SoundTime limit = SoundTime.ofSeconds(request.lengthLimitSeconds());
            cut = end.compareTo(limit) < 0 ? end : limit;
        }
        double longest = longestVideo.toMillis() / 1000.0;
        if (cut.seconds() > longest) {
            throw InvalidRequestException.of(
                    request.turns().isEmpty() ? "speakers" : "turns",
                    "too-long",
                    "the voices end after %.1f s, the longest video is %.0f s".formatted(cut.seconds(), longest));
        }
        int frames = cut.frames();
        if (frames < 1) {
            throw InvalidRequestException.of(
                    "lengthLimitSeconds", "too-short", "found %s, one frame takes 0.04".formatted(cut.seconds()));
        }
        return request.mode() == Mode.CLIP ? Math.min(frames, request.sampling().framesPerWindow()) : frames;
    }
}
