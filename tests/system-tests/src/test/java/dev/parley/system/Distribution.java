package dev.parley.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The assembled farm, as a user has it. */
final class Distribution {
    static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();
    static final Path HOME = PROJECT.resolve("distribution/target/parley");

    /** What hashes or paints tens of megabytes: the whole compiler is worth its time there. */
    private static final Set<String> COMPUTING = Set.of("store", "render-worker");

    /** A command line for a program of the distribution's {@code lib/<name>} folder. */
    static List<String> library(String name, String mainClass, String... arguments) {
        List<String> command = java(name, "256m");
        command.addAll(List.of("-cp", jars(name), mainClass));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A command line for a service; everything else comes from its environment. */
    static List<String> service(String name) {
        List<String> command = java(name, "512m");
        command.addAll(
                List.of("-jar", HOME.resolve(name).resolve("quarkus-run.jar").toString()));
        return command;
    }

    private static List<String> java(String name, String heap) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx" + heap));
        if (!COMPUTING.contains(name)) {
            command.add("-XX:TieredStopAtLevel=1");
        }
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
