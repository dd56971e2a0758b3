package dev.parley.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ./parley}, as a user calls it. */
record Cli(int exit, String output) {
    private static final long PATIENCE_MINUTES = 3;

    /** Runs to the end. */
    static Cli run(Path folder, String... arguments) throws Exception {
        Started started = start(folder, arguments);
        if (!started.process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            started.process.destroyForcibly();
            throw new AssertionError("did not end: parley %s\n%s".formatted(List.of(arguments), started.output()));
        }
        return new Cli(started.process.exitValue(), started.output());
    }

    static Started start(Path folder, String... arguments) throws Exception {
        // Whoever starts the tests in the background hands down a SIGINT that is ignored; a terminal does not.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.add(Distribution.PROJECT.resolve("parley").toString());
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile(folder, "cli", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_"));
        // What is under test was built by the build that runs the test.
        builder.environment().put("PARLEY_SKIP_BUILD", "1");
        return new Started(builder.start(), log);
    }

    record Started(Process process, Path log) {
        String output() throws Exception {
            return Files.readString(log);
        }

        /** As Ctrl-C does. */
        void interrupt() throws Exception {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }
    }
}
