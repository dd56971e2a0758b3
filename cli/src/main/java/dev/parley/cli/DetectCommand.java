package dev.parley.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.cli.request.Printable;
import dev.parley.cli.request.SignedRequest;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.Json;
import dev.parley.contracts.WireName;
import dev.parley.provenance.CredentialReader;
import dev.parley.provenance.CredentialReport;
import dev.parley.provenance.CredentialReport.State;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "detect",
        mixinStandardHelpOptions = true,
        description = {
            "Says whether a video carries content credentials (C2PA), whether they are in order, and what made it."
                    + " Needs no farm.",
            "Exit code 0 if they are valid, else 1. Valid does not mean that the signer is somebody to trust."
        })
final class DetectCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "An MP4.")
    Path file;

    @Option(names = "--request", description = "Print the request that makes the video again, nothing else.")
    boolean request;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    DetectCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailedException {
        CredentialReport report = read();
        boolean valid = report.state() == State.VALID;
        if (request) {
            terminal.result(Printable.json(Json.write(request(report))));
        } else if (json) {
            terminal.result(Printable.json(Json.write(json(report))));
        } else {
            people(report);
        }
        return valid ? ExitCode.OK : ExitCode.FAILED;
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

    private static ObjectNode json(CredentialReport report) {
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
