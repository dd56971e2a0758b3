package dev.parley.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.cli.http.FarmClient;
import dev.parley.cli.request.PreparedRequest;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "batch",
        mixinStandardHelpOptions = true,
        description = {
            "Submits many jobs: a file with a request (JSON) in each line. Prints their ids in the same order.",
            "Pictures and recordings are looked for beside the file, then in the current directory. If this machine finds"
                    + " a fault, nothing is submitted; the farm takes or refuses each line by itself."
        })
final class BatchCommand implements Callable<Integer> {
    /** What a farm takes in one call. */
    private static final int MOST = 1_000;

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "At most 1000 requests, one in each line (NDJSON).")
    Path file;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "The same file under the same key comes to the same jobs, so the command may be repeated.")
    String key;

    @Mixin
    FarmOptions farm;

    @Mixin
    OutputOptions options;

    BatchCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Map<Integer, PreparedRequest> requests = prepared();
        FarmClient client = farm.running();
        ProgressDisplay progress = options.progress(terminal);
        try {
            Map<String, Path> uploads = new LinkedHashMap<>();
            requests.values().forEach(request -> uploads.putAll(request.uploads()));
            Submission.upload(client, uploads, progress);
            progress.show("submitting %d requests".formatted(requests.size()));
            String lines = String.join(
                    "\n", requests.values().stream().map(PreparedRequest::json).toList());
            List<JsonNode> answers = client.submitMany(lines, key);
            progress.clear();
            return report(answers, List.copyOf(requests.keySet()));
        } finally {
            progress.clear();
        }
    }

    /** By their lines in the file. */
    private Map<Integer, PreparedRequest> prepared() throws CommandFailedException {
        List<String> lines = lines();
        Map<Integer, PreparedRequest> requests = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        Path here = Path.of("").toAbsolutePath();
        List<Path> folders = List.of(here.resolve(file).toAbsolutePath().getParent(), here);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            int number = i + 1;
            try {
                requests.put(number, PreparedRequest.of(lines.get(i), folders));
            } catch (InvalidRequestException e) {
                e.violations().forEach(violation -> faults.add("line %d: %s".formatted(number, violation)));
            }
        }
        if (requests.size() + faults.size() > MOST) {
            throw invalid("'%s' has more than %d requests".formatted(file, MOST));
        }
        if (!faults.isEmpty() || requests.isEmpty()) {
            throw invalid(faults.isEmpty() ? "'%s' has no request".formatted(file) : String.join("\n", faults));
        }
        return requests;
    }

    private List<String> lines() throws CommandFailedException {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.INVALID, "Cannot read '%s': %s".formatted(file, e), e);
        }
    }

    private static CommandFailedException invalid(String message) {
        return new CommandFailedException(ExitCode.INVALID, message, null);
    }

    private void say(int line, JsonNode problem) {
        for (JsonNode violation : problem.path("violations")) {
            terminal.say("line %d: %s"
                    .formatted(
                            line,
                            new Violation(
                                    violation.path("path").asText(),
                                    violation.path("code").asText(),
                                    violation.path("message").asText())));
        }
        if (problem.path("violations").isEmpty()) {
            terminal.say("line %d: %s".formatted(line, problem.path("detail").asText("refused")));
        }
    }

    private int report(List<JsonNode> answers, List<Integer> numbers) {
        int code = ExitCode.OK;
        for (JsonNode answer : answers) {
            int status = answer.path("status").asInt();
            if (options.json) {
                new JobReport(terminal).json(answer);
            } else if (status < 400) {
                terminal.result(answer.at("/job/jobId").asText());
            }
            if (status >= 400) {
                int sent = answer.path("line").asInt();
                say(sent >= 1 && sent <= numbers.size() ? numbers.get(sent - 1) : sent, answer.path("problem"));
                code = Math.max(code, status >= 500 ? ExitCode.NO_FARM : ExitCode.INVALID);
            }
        }
        return code;
    }
}
