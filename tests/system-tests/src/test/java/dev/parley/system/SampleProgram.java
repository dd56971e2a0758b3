package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One of {@code samples/clients}, run as its first lines say. */
final class SampleProgram implements AutoCloseable {
    static final Path CLIENTS = Distribution.PROJECT.resolve("samples/clients");

    private static final Pattern LISTENING = Pattern.compile("listening on (\\d+)");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final Process process;
    private final Path output;

    private SampleProgram(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** @param file its name; the test is skipped where its runtime is missing */
    static SampleProgram start(String file, Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = command(file);
        command.addAll(List.of(arguments));
        return start(command, folder, environment);
    }

    /** Kafka's console tools are on the PATH. */
    static SampleProgram start(List<String> command, Path folder, Map<String, String> environment) throws IOException {
        Path output = Files.createTempFile(folder, "sample", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Distribution.PROJECT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("PATH", kafkaTools(folder) + File.pathSeparator + System.getenv("PATH"));
        return new SampleProgram(builder.start(), output);
    }

    private static List<String> command(String file) {
        String path = CLIENTS.resolve(file).toString();
        String kind = file.substring(file.lastIndexOf('.') + 1);
        Path client = Distribution.PROJECT.resolve("parley-client/target");
        List<String> command =
                switch (kind) {
                    case "sh" -> List.of("bash", path);
                    case "py" -> List.of("python3", path);
                    case "mjs" -> List.of("node", path);
                    case "go" -> List.of("go", "run", path);
                    case "java" ->
                        List.of(
                                JAVA.toString(),
                                "-cp",
                                client + "/*" + File.pathSeparator + client.resolve("lib/*"),
                                path);
                    default -> throw new AssertionError(file);
                };
        String runtime = command.get(0);
        assumeTrue(isOnPath(runtime), runtime + " is not on the PATH");
        return new ArrayList<>(command);
    }

    static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder).resolve(program))
                .anyMatch(Files::isExecutable);
    }

    /** As a Kafka distribution has them. */
    private static Path kafkaTools(Path folder) throws IOException {
        Path tools = Files.createDirectories(folder.resolve("kafka-tools"));
        tool(tools.resolve("kafka-console-producer.sh"), "org.apache.kafka.tools.ConsoleProducer");
        tool(tools.resolve("kafka-console-consumer.sh"), "org.apache.kafka.tools.consumer.ConsoleConsumer");
        return tools;
    }

    private static synchronized void tool(Path script, String main) throws IOException {
        if (Files.notExists(script)) {
            String text = "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\"\n"
                    .formatted(JAVA, System.getProperty("java.class.path"), main);
            Files.writeString(script, text);
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** The port on which it says to listen. */
    int port() {
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> {
                            Matcher said = LISTENING.matcher(output());
                            return said.find() ? Integer.parseInt(said.group(1)) : 0;
                        },
                        port -> port > 0);
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /** Waits until it has ended well. */
    String succeeded() throws Exception {
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(output()).isTrue();
        assertThat(process.exitValue()).as(output()).isZero();
        return output();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
