package dev.parley.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.cli.farm.TemporaryFolder;
import dev.parley.cli.request.Printable;
import dev.parley.cli.support.Source;
import dev.parley.cli.support.Support;
import dev.parley.contracts.Finding;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "support",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a ZIP file for whoever is to find out what is wrong with this machine's farm, running or not.",
            "In it: version, doctor's findings, settings, logs, the farm's view of its queue and workers, health and"
                    + " metrics. Secrets are replaced by ***."
        })
final class SupportCommand implements Callable<Integer> {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'parley-support-'yyyyMMdd-HHmmss'.zip'", Locale.ROOT);

    private final Terminal terminal;

    @Spec
    CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.zip",
            description = "A new file; default: parley-support-<time>.zip in the working directory.")
    Path output;

    @Option(
            names = "--log-size",
            paramLabel = "MIB",
            defaultValue = "16",
            description = "The latest so many MiB of all logs together, 1 to 64 (default 16).")
    int logSize;

    @Mixin
    FarmOptions farm;

    SupportCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (logSize < 1 || logSize > 64) {
            throw new ParameterException(
                    spec.commandLine(), "--log-size: found %d, expected 1 to 64".formatted(logSize));
        }
        Path file = output != null ? output : Path.of(NAME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        requireNew(file);
        Path dataDir = farm.dataDir();
        List<String> keys = farm.apiKey == null ? List.of() : List.of(farm.apiKey);
        Support support = new Support(dataDir, System.getenv(), keys, (long) logSize << 20);
        List<String> missing;
        try {
            missing = support.write(file, sources(dataDir));
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.NO_OUTPUT, "Cannot write '%s': %s".formatted(file, e), e);
        }
        missing.forEach(what -> terminal.say("not in it: " + Printable.line(what)));
        terminal.result("%s (%d KiB)".formatted(file, (Files.size(file) + 1023) >> 10));
        return ExitCode.OK;
    }

    private static void requireNew(Path file) throws CommandFailedException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new CommandFailedException(
                    ExitCode.NO_OUTPUT, "--output: the directory '%s' does not exist".formatted(folder));
        }
        if (Files.exists(file)) {
            throw new CommandFailedException(
                    ExitCode.NO_OUTPUT,
                    "--output: '%s' already exists, expected the name of a new file".formatted(file));
        }
    }

    private Map<String, Source> sources(Path dataDir) {
        Map<String, Source> sources = new LinkedHashMap<>();
        sources.put("version.txt", () -> "%s on %s %s, %s"
                .formatted(
                        new VersionCommand.Provider().getVersion()[0],
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch")));
        sources.put("doctor.json", () -> doctor(dataDir));
        sources.put("farm-view.json", () -> pretty(farm.running().view()));
        sources.put("dead-letters.json", () -> pretty(farm.running().deadLetters(50)));
        return sources;
    }

    private static String doctor(Path dataDir) throws Exception {
        List<Finding> findings = new ArrayList<>();
        try (TemporaryFolder scratch = TemporaryFolder.make("parley-doctor")) {
            DoctorCommand.look(dataDir, scratch.path(), OptionalInt.empty(), findings::add);
        }
        return pretty(Json.mapper().valueToTree(findings));
    }

    /** Several lines, for a line that is too long is cut. */
    private static String pretty(JsonNode json) throws IOException {
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }
}
