package dev.parley.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Kafka's own {@code kafka-console-producer}, run as it is shipped. */
final class ConsoleProducer {
    static void send(String bootstrap, Path folder, String line) throws Exception {
        Path input = Files.writeString(Files.createTempFile(folder, "record", ".json"), line + "\n");
        Path log = folder.resolve("console-producer.log");
        Process producer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
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
