package dev.parley.cli.farm;

import dev.parley.cli.http.VoiceLine;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Who can speak a text on this machine, from a program that the ingest service brings. */
public final class LocalVoiceList {
    private static final String PROGRAM = "dev.parley.kit.admission.LocalVoices";
    private static final String HEAP = "128m";

    /** Voices that should be here and cannot be used. */
    public record Unavailable(String synthesizer, String reason) {}

    /** What there is on this machine, and what there is not. */
    public record Answer(List<VoiceLine> voices, List<Unavailable> unavailable) {}

    /** @param home where libraries unpack themselves if the user has no home folder */
    public static Answer of(FarmLayout layout, Path home) throws FarmStartException, IOException {
        try (TemporaryFolder scratch = TemporaryFolder.make("parley-voices")) {
            Path log = scratch.path().resolve("voices.log");
            Process process = ServiceProgram.start(layout, "ingest-service", PROGRAM, home, HEAP, log);
            try {
                process.getOutputStream().close();
                return Json.mapper().readValue(process.getInputStream(), Answer.class);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private LocalVoiceList() {}
}
