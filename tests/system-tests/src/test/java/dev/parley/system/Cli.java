package dev.parley.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code ./parley}, as a user calls it. */
record Cli(int exit, String output) {
    private static final long PATIENCE_MINUTES = 3;

    /** Runs to the end. */
    static Cli run(Path folder, String... arguments) throws Exception {
        return ended(start(folder, arguments), String.join(" ", arguments));
    }

    private static Cli ended(Started started, String what) throws Exception {
        if (!started.process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            started.process.destroyForcibly();
            throw new AssertionError("did not end: %s\n%s".formatted(what, started.output()));
        }
        return new Cli(started.process.exitValue(), started.output());
    }

    static Started start(Path folder, String... arguments) throws Exception {
        // Whoever starts the tests in the background hands down a SIGINT that is ignored; a terminal does not.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.add(Distribution.PROJECT.resolve("parley").toString());
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile(folder, "cli", ".log");
        return new Started(builder(command, log).start(), log);
    }

    /** Runs lines of a shell, whose words reach {@code ./parley} as bytes in UTF-8, whatever locale this JVM has. */
    static Cli shell(Path folder, Map<String, String> environment, String lines) throws Exception {
        Path script = Files.writeString(Files.createTempFile(folder, "script", ".sh"), lines);
        Path log = Files.createTempFile(folder, "cli", ".log");
        ProcessBuilder builder =
                builder(List.of("sh", "-e", script.toString()), log).directory(folder.toFile());
        builder.environment().putAll(environment);
        return ended(new Started(builder.start(), log), lines);
    }

    private static ProcessBuilder builder(List<String> command, Path log) {
        ClassArchives.await();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_"));
        // What is under test was built by the build that runs the test.
        builder.environment().put("PARLEY_SKIP_BUILD", "1");
        return builder;
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
