package dev.parley.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Kafka's own {@code kafka-console-producer}, run as it is shipped. */
final class ConsoleProducer {
    /** @param records each becomes one line */
    static void send(String bootstrap, Path folder, List<String> records) throws Exception {
        List<String> lines =
                records.stream().map(record -> record.replace("\n", " ")).toList();
        Path input = Files.write(Files.createTempFile(folder, "records", ".json"), lines);
        Path log = Files.createTempFile(folder, "console-producer", ".log");
        Process producer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.apache.kafka.tools.ConsoleProducer",
                        "--bootstrap-server",
                        bootstrap,
                        "--topic",
                        "parley.requests")
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!producer.waitFor(60, TimeUnit.SECONDS) || producer.exitValue() != 0) {
            throw new AssertionError("the console producer failed:\n" + Files.readString(log));
        }
    }

    private ConsoleProducer() {}
}
