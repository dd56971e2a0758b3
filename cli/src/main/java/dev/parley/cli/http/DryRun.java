package dev.parley.cli.http;

import dev.parley.contracts.Warning;
import java.util.List;

/** What a job would come to. */
public record DryRun(
        String jobId,
        int frames,
        int chunks,
        int width,
        int height,
        List<String> syntheticVoices,
        List<Warning> warnings) {
    public DryRun {
        syntheticVoices = syntheticVoices == null ? List.of() : List.copyOf(syntheticVoices);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }
}
