package dev.parley.cli.farm;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Whether there is a watermark in a video on this machine, from a program that the ingest service brings: a file that brings
 * a decoder down takes nothing else with it.
 */
public final class WatermarkCheck {
    private static final String PROGRAM = "dev.parley.kit.mark.LocalDetection";
    private static final String HEAP = "512m";
    private static final int MINUTES = 10;

    /**
     * One of the marks: whose, all that it says, where (seconds), and how likely chance is, as a power of ten.
     *
     * @param mirrored true where left and right were exchanged, else null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Mark(String farm, String payload, double from, double to, double chance, Boolean mirrored) {}

    /**
     * @param state {@code found}, {@code none} or {@code unchecked}
     * @param problem why it is unchecked
     * @param seconds of the video that were looked at
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Answer(String state, String problem, double seconds, List<Mark> marks) {
        public static Answer unchecked(String problem) {
            return new Answer("unchecked", problem, 0, List.of());
        }
    }

    public static Answer of(FarmLayout layout, Path video) throws FarmStartException, IOException {
        try (TemporaryFolder scratch = TemporaryFolder.make("parley-watermark")) {
            Path log = scratch.path().resolve("watermark.log");
            Process process = ServiceProgram.start(layout, "ingest-service", PROGRAM, scratch.path(), HEAP, log);
            CompletableFuture<Void> late = new CompletableFuture<Void>()
                    .orTimeout(MINUTES, TimeUnit.MINUTES)
                    .whenComplete((none, timeout) -> process.destroyForcibly());
            try (OutputStream question = process.getOutputStream()) {
                Json.mapper().writeValue(question, video.toAbsolutePath().toString());
                return Json.mapper().readValue(process.getInputStream(), Answer.class);
            } catch (IOException noAnswer) {
                return Answer.unchecked("the search for it ended on a fault");
            } finally {
                late.complete(null);
                process.onExit().join();
            }
        }
    }

    private WatermarkCheck() {}
}
