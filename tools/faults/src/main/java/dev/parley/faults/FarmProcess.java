package dev.parley.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** A process of the farm that can be started again. One disturbance at a time has it. */
final class FarmProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 20;

    private final String name;
    private volatile List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private final ReentrantLock lease = new ReentrantLock();
    private volatile Process process;

    FarmProcess(String name, Path folder, List<String> command, Map<String, String> environment) throws IOException {
        this.name = name;
        this.command = List.copyOf(command);
        this.environment = new ConcurrentHashMap<>(environment);
        this.log = Files.createDirectories(folder).resolve(name + ".log");
    }

    /** The same program with other settings as well; not started. */
    FarmProcess like(String other, Map<String, String> more) throws IOException {
        Map<String, String> all = new java.util.HashMap<>(environment);
        all.putAll(more);
        return new FarmProcess(other, log.getParent(), command, all);
    }

    /** From its next start on. */
    void set(String variable, String value) {
        environment.put(variable, value);
    }

    /** Another program, with the same settings, from its next start on. */
    void become(List<String> program) {
        command = List.copyOf(program);
    }

    synchronized void start() throws IOException {
        if (isAlive()) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(key -> key.startsWith("PARLEY_") || key.startsWith("KAFKA_"));
        builder.environment().putAll(environment);
        builder.environment().put("PARLEY_EXIT_WITH_STDIN", "true"); // the laboratory holds it
        process = builder.start();
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    String output() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** Whether its log has it. */
    boolean says(String words) {
        try {
            return output().contains(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path log() {
        return log;
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL: no hook runs. */
    void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    /** SIGTERM, as an operator or Kubernetes does; SIGKILL if that is not heard. */
    void terminate() {
        if (process != null) {
            process.destroy();
            process.onExit()
                    .completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS)
                    .join();
            kill();
        }
    }

    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Whether nobody else disturbs it; {@link #leave} ends that, on the same thread. */
    boolean tryTake() {
        return !lease.isLocked() && lease.tryLock();
    }

    void leave() {
        lease.unlock();
    }

    @Override
    public void close() {
        terminate();
    }

    @Override
    public String toString() {
        return name;
    }
}
