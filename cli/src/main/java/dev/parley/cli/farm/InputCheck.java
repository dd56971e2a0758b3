package dev.parley.cli.farm;

import dev.parley.contracts.Json;
import dev.parley.contracts.Violation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a farm's admission says of a request, before there is a farm: the ingest service brings the same checks as a
 * program of their own ({@code LocalAdmission}). It can be started before the request is known, and answers in a fraction
 * of the time that a farm takes to start.
 */
public final class InputCheck implements AutoCloseable {
    private static final String PROGRAM = "dev.parley.kit.admission.LocalAdmission";
    /** As the ingest service has: a picture that one of them can hold, so can the other. */
    private static final String HEAP = "320m";

    private final Process process;

    private InputCheck(Process process) {
        this.process = process;
    }

    /** @param dataDir its log goes there, beside those of the farm */
    public static InputCheck start(FarmLayout layout, Path dataDir, FarmNews news) throws FarmStartException {
        return start(layout, dataDir, ClassArchive.USE, news);
    }

    static InputCheck start(FarmLayout layout, Path dataDir, ClassArchive archive, FarmNews news)
            throws FarmStartException {
        Path service = layout.serviceJar("ingest-service").getParent();
        List<String> java =
                FarmSpecs.java(dataDir, HEAP, FarmSpecs.LIGHT, archive.flags(service.resolve("input-check.jsa")));
        try {
            DataFolder.prepare(dataDir, news);
            Path log = DataFolder.within(dataDir, "logs").resolve("input-check.log");
            return new InputCheck(ServiceProgram.start(layout, "ingest-service", PROGRAM, java, log));
        } catch (IOException e) {
            throw new FarmStartException("Cannot start the check of the inputs: " + e.getMessage(), e);
        }
    }

    /**
     * @param request JSON as it was sent
     * @param files those that are to be uploaded, by the key they will have in the store
     */
    private record Question(String request, Map<String, Path> files) {}

    /**
     * Waits for the answer; to be asked once.
     *
     * @param request JSON as it will be sent
     * @return what is wrong; nothing where nothing is, and where only a farm can tell
     */
    public List<Violation> ask(String request, Map<String, Path> files) {
        try (OutputStream question = process.getOutputStream()) {
            Json.mapper().writeValue(question, new Question(request, files));
            Violation[] answer = Json.mapper().readValue(process.getInputStream(), Violation[].class);
            return List.of(answer);
        } catch (IOException noAnswer) {
            return List.of(); // it ended on a fault of its own; the farm will meet the same, and say more
        }
    }

    /** Returns when it has ended by itself, as it does after its answer. */
    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** Ends it, answered or not. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
