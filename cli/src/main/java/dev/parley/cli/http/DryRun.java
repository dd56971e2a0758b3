package dev.parley.cli.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.contracts.Box;
import dev.parley.contracts.Warning;
import java.util.List;

/**
 * What a job would come to.
 *
 * @param speakers empty of an older farm, which tells nothing of them
 * @param faces from left to right; empty of an older farm, too
 * @param cost null of an older farm
 * @param picture a JPEG as a {@code data:} URI; null of an older farm
 */
public record DryRun(
        String jobId,
        int frames,
        int chunks,
        int width,
        int height,
        List<Person> speakers,
        List<Face> faces,
        Cost cost,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> syntheticVoices,
        List<Warning> warnings,
        String picture) {
    public DryRun {
        faces = faces == null ? List.of() : List.copyOf(faces);
        speakers = speakers == null ? List.of() : List.copyOf(speakers);
        syntheticVoices = syntheticVoices == null ? List.of() : List.copyOf(syntheticVoices);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }

    /** Who is where. */
    public record Person(String color, String rgb, Box box, Integer tokens, Double spokenSeconds) {}

    /**
     * A face in the picture, in its pixels.
     *
     * @param tokens how wide it is on the model's grid
     * @param proposal a box for whoever speaks with it
     * @param speaker whose it is, from 0; null if nobody's
     */
    public record Face(Box box, double tokens, Box proposal, Integer speaker) {}

    /** What it would take. */
    public record Cost(int windows, int steps, long passes, long tokens, Double estimatedSeconds) {}

    /** The same without its longest part. */
    public DryRun withoutPicture() {
        return new DryRun(jobId, frames, chunks, width, height, speakers, faces, cost, syntheticVoices, warnings, null);
    }
}
