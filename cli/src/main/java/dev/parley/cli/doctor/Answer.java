package dev.parley.cli.doctor;

import dev.parley.cli.farm.FarmLayout;
import dev.parley.cli.farm.FarmStartException;
import dev.parley.cli.farm.ServiceProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What one of the worker's programs answered: its last line, JSON. */
record Answer(String json) {
    private static final String HEAP = "512m";
    private static final long PATIENCE_SECONDS = 180;

    /**
     * Runs it to its end.
     *
     * @throws IOException when it answered nothing, with what it complained of
     */
    static Answer of(FarmLayout layout, String program, Path home, Path scratch)
            throws FarmStartException, IOException, InterruptedException {
        String name = program.substring(program.lastIndexOf('.') + 1);
        Path log = scratch.resolve(name + ".log");
        Process process = ServiceProgram.start(layout, "render-worker", program, home, HEAP, log);
        try {
            process.getOutputStream().close();
            // Its one line fits the pipe's buffer many times over; it need not be read before the end.
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("%s is not responding".formatted(name));
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            List<String> lines = said.lines()
                    .filter(line -> line.startsWith("{") || line.startsWith("["))
                    .toList();
            if (lines.isEmpty()) {
                throw new IOException("%s ended with %d: %s".formatted(name, process.exitValue(), end(log)));
            }
            return new Answer(lines.get(lines.size() - 1));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String end(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        return lines.isEmpty() ? "no output" : lines.get(0);
    }
}
