package dev.parley.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The assembled farm, as a user has it. */
final class Distribution {
    static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();
    static final Path HOME = PROJECT.resolve("distribution/target/parley");

    /** What hashes or paints tens of megabytes: the whole compiler is worth its time there. */
    private static final Set<String> COMPUTING = Set.of("store", "render-worker");

    /** A command line for a program of the distribution's {@code lib/<name>} folder. */
    static List<String> library(String name, String... arguments) {
        List<String> command = java(name, "256m", HOME.resolve("lib").resolve(name), name);
        command.addAll(List.of(arguments));
        return command;
    }

    /** A command line for a service; everything else comes from its environment. */
    static List<String> service(String name) {
        return java(name, "512m", HOME.resolve(name), "quarkus-run");
    }

    /** @param program the jar in {@code folder}, and the archive of its classes beside it */
    private static List<String> java(String name, String heap, Path folder, String program) {
        ClassArchives.await();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx" + heap));
        if (!COMPUTING.contains(name)) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.addAll(List.of(
                "-XX:SharedArchiveFile=" + folder.resolve(program + ".jsa"),
                "-Xshare:auto",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-jar",
                folder.resolve(program + ".jar").toString()));
        return command;
    }

    private Distribution() {}
}
