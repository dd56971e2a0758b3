package dev.parley.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the farm. Its output goes to a file, which failures point at. */
final class Part implements AutoCloseable {
    private static final long STOP_SECONDS = 20;

    private final String name;
    private final Process process;
    private final Path log;

    private Part(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    static Part start(String name, Path folder, List<String> command, Map<String, String> environment)
            throws IOException {
        Path log = Files.createDirectories(folder).resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(key -> key.startsWith("PARLEY_"));
        builder.environment().putAll(environment);
        return new Part(name, builder.start(), log);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() throws IOException {
        return Files.readString(log);
    }

    /** As the kernel's out-of-memory killer would: no hook runs. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGSTOP or SIGCONT. */
    void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Asks it to stop, as an operator does; kills it only if it does not. */
    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS)
                .join();
        kill();
    }

    @Override
    public String toString() {
        return name + " (log: " + log + ")";
    }
}
