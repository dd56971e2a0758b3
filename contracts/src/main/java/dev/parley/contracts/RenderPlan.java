package dev.parley.contracts;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Everything an attempt needs to render the same video as any other attempt. The first attempt writes it
 * ({@link ObjectKeys#plan}), later ones read it; inputs are fixed by their hash here, defaults are filled in.
 *
 * @param request as it was asked, with every default filled in and inputs as {@code inputs/<sha256>}
 * @param width pixel width of the video
 * @param height pixel height of the video
 * @param picture the picture the engine starts from (for portraits: the composed one)
 * @param encoder name of the H.264 encoder; chunks of one job must share it; null until a worker begins
 * @param warnings what the caller should know although the request was taken
 */
public record RenderPlan(
        JobId jobId,
        RenderRequest request,
        int width,
        int height,
        ChunkPlan chunks,
        String picture,
        List<VoiceTrack> voices,
        String encoder,
        String engine,
        List<Warning> warnings) {
    public RenderPlan {
        requireNonNull(jobId, "jobId");
        requireNonNull(request, "request");
        requireNonNull(chunks, "chunks");
        voices = List.copyOf(voices);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }

    /** This plan, fixed to the encoder of the worker that begins it. */
    public RenderPlan withEncoder(String name) {
        return new RenderPlan(
                jobId, request, width, height, chunks, picture, voices, requireNonNull(name), engine, warnings);
    }

    /** One speaker's recording and where in the video it is heard; silence elsewhere. */
    public record VoiceTrack(int speaker, String object, double startSeconds, double durationSeconds) {}
}
