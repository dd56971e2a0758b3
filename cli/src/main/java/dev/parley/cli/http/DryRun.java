package dev.parley.cli.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.contracts.Box;
import dev.parley.contracts.Warning;
import java.util.List;

/**
 * What a job would come to.
 *
 * @param speakers empty of an older farm, which tells nothing of them
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
        Cost cost,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> syntheticVoices,
        List<Warning> warnings,
        String picture) {
    public DryRun {
        speakers = speakers == null ? List.of() : List.copyOf(speakers);
        syntheticVoices = syntheticVoices == null ? List.of() : List.copyOf(syntheticVoices);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }

    /** Who is where. */
    public record Person(String color, String rgb, Box box, Integer tokens, Double spokenSeconds) {}

    /** What it would take. */
    public record Cost(int windows, int steps, long passes, long tokens, Double estimatedSeconds) {}

    /** The same without its longest part. */
    public DryRun withoutPicture() {
        return new DryRun(jobId, frames, chunks, width, height, speakers, cost, syntheticVoices, warnings, null);
    }
}
