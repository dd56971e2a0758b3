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

    private record Answer(List<VoiceLine> voices) {}

    /** @param home where libraries unpack themselves if the user has no home folder */
    public static List<VoiceLine> of(FarmLayout layout, Path home) throws FarmStartException, IOException {
        try (TemporaryFolder scratch = TemporaryFolder.make("parley-voices")) {
            Path log = scratch.path().resolve("voices.log");
            Process process = ServiceProgram.start(layout, "ingest-service", PROGRAM, home, HEAP, log);
            try {
                process.getOutputStream().close();
                return Json.mapper().readValue(process.getInputStream(), Answer.class).voices;
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private LocalVoiceList() {}
}
