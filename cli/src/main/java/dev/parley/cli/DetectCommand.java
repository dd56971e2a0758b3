package dev.parley.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.cli.farm.FarmStartException;
import dev.parley.cli.farm.SharedFarm;
import dev.parley.cli.farm.WatermarkCheck;
import dev.parley.cli.http.FarmException;
import dev.parley.cli.request.Printable;
import dev.parley.cli.request.SignedRequest;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.Json;
import dev.parley.contracts.WireName;
import dev.parley.provenance.CredentialReader;
import dev.parley.provenance.CredentialReport;
import dev.parley.provenance.CredentialReport.State;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "detect",
        mixinStandardHelpOptions = true,
        description = {
            "Says whether a video carries content credentials (C2PA), whether they are in order, and what made it; and"
                    + " whether its picture has Parley's watermark, which re-encoding leaves. Needs no farm; one that is named, or runs on this machine, says"
                    + " which of its jobs made the video.",
            "Exit code 0 if they are valid, or if there are none and the watermark is found, else 1. Valid does not"
                    + " mean that the signer is somebody to trust."
        })
final class DetectCommand implements Callable<Integer> {
    /** Anybody may sign a list. */
    private static final int MOST_INGREDIENTS = 20;

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "A video; credentials are read from MP4, JPEG, PNG and WAV.")
    Path file;

    @Option(names = "--request", description = "Print the request that makes the video again, nothing else.")
    boolean request;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    @Mixin
    FarmOptions farm;

    private final Watermarks watermarks;
    private final Jobs jobs;

    /** Looks for watermarks in a video. */
    interface Watermarks {
        WatermarkCheck.Answer in(Path video) throws FarmStartException, IOException;
    }

    /** Asks a farm, if there is one, which of its jobs a video is of. */
    interface Jobs {
        Set<String> of(Path video) throws Exception;
    }

    DetectCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
        this.watermarks = video -> WatermarkCheck.of(Installation.layout(), video);
        this.jobs = this::jobs;
    }

    DetectCommand(Terminal terminal, Watermarks watermarks, Jobs jobs) {
        this.terminal = terminal;
        this.watermarks = watermarks;
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws Exception {
        CredentialReport report = read();
        if (request) {
            terminal.result(Printable.json(Json.write(request(report))));
            return report.state() == State.VALID ? ExitCode.OK : ExitCode.FAILED;
        }
        WatermarkCheck.Answer watermark = watermark();
        Set<String> known = jobs.of(file);
        if (json) {
            ObjectNode answer = json(report, watermark);
            answer.set("jobs", Json.mapper().valueToTree(known));
            terminal.result(Printable.json(Json.write(answer)));
        } else {
            people(report);
            people(watermark);
            known.forEach(job -> line("farm's job", job));
        }
        boolean marked = report.state() == State.ABSENT && watermark.state().equals("found");
        return report.state() == State.VALID || marked ? ExitCode.OK : ExitCode.FAILED;
    }

    /** The farm of this machine is asked in passing; it need not answer. */
    private Set<String> jobs(Path video) throws Exception {
        if (farm.named().isPresent()) {
            return jobs(farm.running().detect(video));
        }
        try {
            Optional<URI> here = SharedFarm.running(farm.dataDir());
            return here.isEmpty() ? Set.of() : jobs(farm.client(here.get()).detect(video));
        } catch (FarmStartException | FarmException e) {
            terminal.say("The farm of this machine cannot say whether the video is one of its own: " + e.getMessage());
            return Set.of();
        }
    }

    /** Whose video it is, byte by byte, and those whose marks are in it. */
    private static Set<String> jobs(JsonNode detected) {
        Set<String> jobs = new LinkedHashSet<>();
        if (detected.path("job").isTextual()) {
            jobs.add(detected.path("job").textValue());
        }
        for (JsonNode mark : detected.at("/watermark/marks")) {
            if (mark.path("job").isTextual()) {
                jobs.add(mark.path("job").textValue());
            }
        }
        return jobs;
    }

    private WatermarkCheck.Answer watermark() throws CommandFailedException {
        try {
            return watermarks.in(file);
        } catch (FarmStartException | IOException e) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "Cannot look for a watermark in '%s': %s".formatted(file, e.getMessage()));
        }
    }

    private void people(WatermarkCheck.Answer watermark) {
        switch (watermark.state()) {
            case "found" ->
                watermark
                        .marks()
                        .forEach(mark -> line(
                                "watermark",
                                "found%s: farm %s, mark %s, seconds %s to %s, by chance at most once in 10^%d"
                                        .formatted(
                                                mark.mirrored() == null ? "" : ", mirrored",
                                                mark.farm(),
                                                mark.payload(),
                                                mark.from(),
                                                mark.to(),
                                                (long) -mark.chance())));
            case "none" -> line("watermark", "none in %s seconds".formatted(watermark.seconds()));
            default -> line("watermark", "not checked: " + watermark.problem());
        }
    }

    private CredentialReport read() throws CommandFailedException {
        try {
            return CredentialReader.read(file);
        } catch (NoSuchFileException e) {
            throw new CommandFailedException(ExitCode.INVALID, "There is no file '%s'".formatted(file));
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.INVALID, "Cannot read '%s': %s".formatted(file, e));
        }
    }

    private ObjectNode request(CredentialReport report) throws CommandFailedException {
        try {
            return SignedRequest.of(report, file);
        } catch (InvalidRequestException e) {
            throw new CommandFailedException(
                    ExitCode.FAILED, e.violations().get(0).message());
        }
    }

    private void people(CredentialReport report) {
        line("credentials", verdict(report));
        line("signed by", report.signedBy());
        line("made by", report.generator());
        line("made", report.created());
        line("stamped", report.stamped() == null ? null : report.stamped() + " by " + report.stampedBy());
        line("kind", report.sourceType() == null ? null : report.sourceType().replaceAll(".*/", ""));
        for (String name : new String[] {"job", "engine", "model", "preset", "steps", "seed", "frames"}) {
            line(name, report.details().get(name));
        }
        if (report.details().get("visibleMark") instanceof Map<?, ?> mark) {
            line("visible mark", "%s, %s".formatted(mark.get("language"), mark.get("corner")));
        }
        if (report.details().get("ingredients") instanceof List<?> inputs) {
            inputs.stream().limit(MOST_INGREDIENTS).forEach(this::ingredient);
        }
    }

    private void ingredient(Object input) {
        if (input instanceof Map<?, ?> said) {
            String by = said.get("signedBy") == null ? "" : " by " + said.get("signedBy");
            line("ingredient", "%s, its credentials %s%s".formatted(said.get("use"), said.get("credentials"), by));
        }
    }

    private static String verdict(CredentialReport report) {
        return switch (report.state()) {
            case VALID -> "valid: this is the video that was signed";
            case BROKEN -> "broken: " + report.problem();
            case UNCHECKED -> "not checked: " + report.problem();
            case ABSENT -> report.problem() == null ? "none" : "none: " + report.problem();
        };
    }

    private void line(String name, Object value) {
        if (value != null) {
            terminal.result("%-12s %s".formatted(name, Printable.line(value.toString())));
        }
    }

    private static ObjectNode json(CredentialReport report, WatermarkCheck.Answer watermark) {
        ObjectNode credentials = Json.mapper().createObjectNode();
        credentials.put("state", WireName.of(report.state()));
        put(credentials, "problem", report.problem());
        put(credentials, "signedBy", report.signedBy());
        put(credentials, "generator", report.generator());
        put(
                credentials,
                "created",
                report.created() == null ? null : report.created().toString());
        put(
                credentials,
                "stamped",
                report.stamped() == null ? null : report.stamped().toString());
        put(credentials, "stampedBy", report.stampedBy());
        put(credentials, "sourceType", report.sourceType());
        credentials.set("details", details(report.details()));
        ObjectNode answer = Json.mapper().createObjectNode();
        answer.set("credentials", credentials);
        answer.set("watermark", Json.mapper().valueToTree(watermark));
        return answer;
    }

    private static void put(ObjectNode node, String name, String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static JsonNode details(Map<String, Object> details) {
        return Json.mapper().valueToTree(details);
    }
}
