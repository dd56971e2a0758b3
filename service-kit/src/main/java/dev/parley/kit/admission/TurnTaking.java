package dev.parley.kit.admission;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.RenderPlan.VoiceTrack;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.contracts.RenderRequest.Turn;
import dev.parley.contracts.RenderSettings;
import dev.parley.contracts.Violation;
import dev.parley.plan.SoundTime;
import dev.parley.speech.SpeechException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns on one clock: each begins at its {@code start}, or when the one listed before it has ended. Recordings are tracks
 * of the plan as they are; what one person says by text becomes one recording that begins with the video.
 */
final class TurnTaking implements Performance.Ready {
    /** What a turn may reach into the next one of the same person: nobody writes times to the sample. */
    private static final double OVERLAP = 0.04;

    private final RenderSettings request;
    private final Narrator narrator;
    private final Listening listening;
    /** By the index of the turn; nothing for texts. */
    private final List<Optional<Heard>> recordings = new ArrayList<>();

    /** @param faults what is wrong with the turns is added */
    TurnTaking(RenderSettings request, Narrator narrator, Listening listening, List<Violation> faults) {
        this.request = request;
        this.narrator = narrator;
        this.listening = listening;
        for (int i = 0; i < request.turns().size(); i++) {
            recordings.add(heard(i, request.turns().get(i), faults));
        }
        if (request.turns().stream().allMatch(turn -> turn.text() == null)) {
            listening.requireSomebodyHeard(recordings, i -> path(i, "audio"));
        }
    }

    private Optional<Heard> heard(int index, Turn turn, List<Violation> faults) {
        Speaker speaker = request.speakers().get(turn.person());
        String person = "speakers[" + turn.person() + "]";
        if (turn.text() != null) {
            narrator.check(path(index, "text"), turn.text(), person + ".voice", speaker.voice(), faults);
            return Optional.empty();
        }
        Optional<Heard> heard =
                listening.to(path(index, "audio"), turn.audio(), speaker.channel(), person + ".channel");
        heard.ifPresent(recording -> checkPart(index, turn, recording.info().seconds()));
        return heard;
    }

    private void checkPart(int index, Turn turn, double seconds) {
        if (turn.from() != null && turn.from() >= seconds) {
            listening.fault(path(index, "from"), "out-of-range", lasts(turn.from(), seconds));
        }
        if (turn.to() != null && turn.to() > seconds + OVERLAP) {
            listening.fault(path(index, "to"), "out-of-range", lasts(turn.to(), seconds));
        }
    }

    private static String lasts(double found, double seconds) {
        return "found %s s, but the recording lasts %.3f s".formatted(found, seconds);
    }

    @Override
    public Performance perform() {
        try (NarrationRecorder recorder = narrator.recorder()) {
            return new Clock(recorder).run();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write what was spoken", e);
        }
    }

    private static String path(int turn, String field) {
        return "turns[" + turn + "]." + field;
    }

    /** One pass over the turns. */
    private final class Clock {
        private final NarrationRecorder recorder;
        private final List<VoiceWarnings.Voice> voices = new ArrayList<>();
        /** By person, when they have said all so far. */
        private final Map<Integer, SoundTime> free = new HashMap<>();

        private final List<TurnTime> times = new ArrayList<>();
        private final List<Turn> stored = new ArrayList<>(request.turns());

        Clock(NarrationRecorder recorder) {
            this.recorder = recorder;
        }

        Performance run() throws IOException {
            SoundTime now = SoundTime.ZERO;
            for (int i = 0; i < request.turns().size(); i++) {
                Turn turn = request.turns().get(i);
                SoundTime start = turn.start() == null ? now : SoundTime.ofSeconds(turn.start());
                requireFree(i, turn, start);
                requireInTime(i, start);
                now = turn.text() == null ? play(i, turn, start) : speak(i, turn, start);
                free.put(turn.person(), now);
                times.add(new TurnTime(turn.speaker(), start.seconds(), now.seconds()));
            }
            Narration spoken = recorder.end(false);
            spoken.keys().forEach(this::addSpoken);
            voices.sort(Comparator.comparingInt(voice -> voice.track().speaker()));
            SoundTime end =
                    free.values().stream().max(Comparator.naturalOrder()).orElseThrow();
            return new Performance(
                    new VoicePlacement(voices, end),
                    request.withInputs(request.image(), request.speakers(), stored),
                    spoken.transcript(),
                    times);
        }

        private void requireFree(int index, Turn turn, SoundTime start) {
            double said = free.getOrDefault(turn.person(), SoundTime.ZERO).seconds();
            if (start.seconds() < said - OVERLAP) {
                throw InvalidRequestException.of(
                        path(index, "start"),
                        "overlap",
                        "found %.3f s, but an earlier turn of speaker %d lasts until %.3f s; a person says one thing at a time, and"
                                        .formatted(start.seconds(), turn.speaker(), said)
                                + " their turns stand in the order of time");
            }
        }

        /** Before anything is written up to there. */
        private void requireInTime(int index, SoundTime start) {
            double longest = narrator.longestSeconds();
            if (start.seconds() >= longest) {
                throw InvalidRequestException.of(
                        path(index, "start"),
                        "too-long",
                        "the turn begins at %.3f s, the longest video is %.0f s".formatted(start.seconds(), longest));
            }
        }

        private SoundTime play(int index, Turn turn, SoundTime start) {
            Heard heard = recordings.get(index).orElseThrow();
            SoundTime end = SoundTime.of(heard.info().samples(), heard.info().sampleRate());
            Double from = turn.from() == null && turn.to() == null ? null : Double.valueOf(or(turn.from(), 0));
            if (turn.to() != null) {
                SoundTime asked = SoundTime.ofSeconds(turn.to());
                end = asked.compareTo(end) < 0 ? asked : end;
            }
            SoundTime length = end.minus(SoundTime.ofSeconds(or(turn.from(), 0)));
            add(
                    "turns[" + index + "]",
                    new VoiceTrack(turn.person(), heard.key(), start.seconds(), length.seconds(), from),
                    heard);
            stored.set(index, turn.withAudio(heard.key()));
            return start.plus(length);
        }

        private static double or(Double asked, double otherwise) {
            return asked == null ? otherwise : asked;
        }

        private SoundTime speak(int index, Turn turn, SoundTime start) throws IOException {
            try {
                recorder.startAt(start.seconds());
                recorder.say(
                        turn.person(),
                        request.speakers().get(turn.person()).voice(),
                        turn.text().replace('\n', ' '));
                return SoundTime.ofSeconds(recorder.seconds());
            } catch (SpeechException e) {
                throw InvalidRequestException.of(path(index, "text"), Narrator.code(e), e.getMessage());
            }
        }

        private void addSpoken(int person, String key) {
            Heard heard = listening.spoken("turns", key);
            add("turns", new VoiceTrack(person, key, 0, heard.info().seconds()), heard);
        }

        private void add(String from, VoiceTrack track, Heard heard) {
            Integer channel = request.speakers().get(track.speaker()).channel();
            voices.add(
                    new VoiceWarnings.Voice(from, track, channel, heard.info().isSilent()));
        }
    }
}
