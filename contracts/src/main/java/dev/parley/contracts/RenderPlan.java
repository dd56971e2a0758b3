package dev.parley.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.plan.WindowPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything an attempt needs to render the same video as any other attempt. The ingest service makes it, once for each
 * job; it travels in {@link JobEvent.Accepted} and in the {@link RenderTicket}. The first attempt adds its encoder and
 * fixes it in the store ({@link ObjectKeys#plan}), later ones read it there.
 *
 * @param settings as it was asked, with every default filled in and inputs as {@code inputs/<sha256>}; without its
 *     webhook, whose secret is no business of those who read a plan
 * @param width pixel width of the video
 * @param height pixel height of the video
 * @param picture the picture the engine starts from (for portraits: the composed one)
 * @param encoder name of the H.264 encoder; chunks of one job must share it; null until a worker begins
 * @param warnings what the caller should know although the request was taken
 * @param ticket id of the {@link RenderTicket} under which the job is rendered; null until a worker begins
 * @param faces those of speakers that were found in a photograph, each speaker's at most once; none in plans of older farms
 * @param phonemes object that says which sounds are spoken and when, see {@link ObjectKeys#phonemes(JobId, String)}; null
 *     where no text was spoken, and in plans of older farms
 */
public record RenderPlan(
        JobId jobId,
        @JsonAlias("request") RenderSettings settings, // "request" in plans of older farms
        int width,
        int height,
        ChunkPlan chunks,
        String picture,
        List<VoiceTrack> voices,
        String encoder,
        List<Warning> warnings,
        String ticket,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SpeakerFace> faces,
        String phonemes) {
    public RenderPlan {
        requireNonNull(jobId, "jobId");
        requireNonNull(settings, "settings");
        requireNonNull(chunks, "chunks");
        voices = List.copyOf(voices);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
        faces = faces == null ? List.of() : List.copyOf(faces);
    }

    /** Of a picture in which no face is known, and of recordings only. */
    public RenderPlan(
            JobId jobId,
            RenderSettings settings,
            int width,
            int height,
            ChunkPlan chunks,
            String picture,
            List<VoiceTrack> voices,
            String encoder,
            List<Warning> warnings,
            String ticket) {
        this(jobId, settings, width, height, chunks, picture, voices, encoder, warnings, ticket, List.of(), null);
    }

    /** A speaker's, if it is known. */
    public Optional<SpeakerFace> faceOf(int speaker) {
        return faces.stream().filter(face -> face.speaker() == speaker).findFirst();
    }

    public Engine engine() {
        return settings.engine();
    }

    /** This plan, with {@code others} before its own warnings. */
    public RenderPlan warning(List<Warning> others) {
        List<Warning> all = new ArrayList<>(others);
        all.addAll(warnings);
        return new RenderPlan(
                jobId, settings, width, height, chunks, picture, voices, encoder, all, ticket, faces, phonemes);
    }

    /** What a model renders for each chunk, the frames that a window takes over from the one before included. */
    public WindowPlan modelWindows() {
        return WindowPlan.of(
                chunks.frames(),
                chunks.framesPerWindow(),
                chunks.motionFrames(),
                settings.sampling().trimLastWindow());
    }

    /** The voices of text to speech in it, by the speakers from left to right; empty where all are recordings. */
    public List<String> syntheticVoices() {
        return settings.speakers().stream()
                .map(RenderRequest.Speaker::voice) // nobody has one without a text
                .filter(Objects::nonNull)
                .toList();
    }

    /** This plan, fixed to the encoder of the worker that begins it and to the ticket that it claimed. */
    public RenderPlan begunBy(String encoderName, String ticketId) {
        return new RenderPlan(
                jobId,
                settings,
                width,
                height,
                chunks,
                picture,
                voices,
                requireNonNull(encoderName, "encoderName"),
                warnings,
                ticketId,
                faces,
                phonemes);
    }

    /**
     * A recording of a speaker and where in the video it is heard. A speaker may have several, and none; silence elsewhere.
     *
     * @param speaker from 0
     * @param fromSeconds where in the recording the part of {@code durationSeconds} begins that is heard; null where all of
     *     it is
     */
    public record VoiceTrack(
            int speaker, String object, double startSeconds, double durationSeconds, Double fromSeconds) {
        /** All of a recording. */
        public VoiceTrack(int speaker, String object, double startSeconds, double durationSeconds) {
            this(speaker, object, startSeconds, durationSeconds, null);
        }

        /** Where in the recording it begins. */
        public double offsetSeconds() {
            return fromSeconds == null ? 0 : fromSeconds;
        }
    }

    /**
     * Where in a photograph a speaker's eyes are, from which the rest of the face follows.
     *
     * @param speaker from 0
     * @param leftEye as seen in the picture
     */
    public record SpeakerFace(int speaker, Spot leftEye, Spot rightEye) {
        public SpeakerFace {
            requireNonNull(leftEye, "leftEye");
            requireNonNull(rightEye, "rightEye");
        }
    }

    /** A place in the picture as it was given, in its pixels. */
    public record Spot(double x, double y) {}
}
