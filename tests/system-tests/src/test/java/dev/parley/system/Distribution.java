package dev.parley.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The assembled farm, as a user has it. */
final class Distribution {
    static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();
    static final Path HOME = PROJECT.resolve("distribution/target/parley");

    /** A command line for a program of the distribution's {@code lib/<name>} folder. */
    static List<String> library(String name, String mainClass, String... arguments) {
        List<String> command =
                java("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp", jars(name), mainClass);
        command.addAll(List.of(arguments));
        return command;
    }

    /** A command line for a service; everything else comes from its environment. */
    static List<String> service(String name) {
        return java(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-jar",
                HOME.resolve(name).resolve("quarkus-run.jar").toString());
    }

    private static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static String jars(String name) {
        try (Stream<Path> jars = Files.list(HOME.resolve("lib").resolve(name))) {
            return String.join(":", jars.map(Path::toString).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException("The distribution is not built: " + HOME, e);
        }
    }

    private Distribution() {}
}
