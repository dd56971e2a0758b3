package dev.parley.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "usage",
        mixinStandardHelpOptions = true,
        description =
                "Shows what tenants use today (UTC) and may use: the key's, or all for an admin's or without keys.")
final class UsageCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    @Mixin
    FarmOptions farm;

    UsageCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        JsonNode tenants = farm.running().usage().path("tenants");
        if (json) {
            new JobReport(terminal).json(tenants);
        } else {
            tenants.forEach(usage -> terminal.result(line(usage)));
        }
        return ExitCode.OK;
    }

    static String line(JsonNode usage) {
        JsonNode quota = usage.path("quota");
        return "%-16s  jobs %s  video %s s  GPU %s s%s%s"
                .formatted(
                        usage.path("tenant").asText(),
                        of(usage.path("jobs"), quota.path("jobs")),
                        of(usage.path("videoSeconds"), quota.path("videoSeconds")),
                        of(usage.path("gpuSeconds"), quota.path("gpuSeconds")),
                        quota.has("priority")
                                ? "  up to " + quota.path("priority").asText()
                                : "",
                        quota.has("weight") ? "  weight " + quota.path("weight").asText() : "");
    }

    private static String of(JsonNode used, JsonNode limit) {
        return limit.isMissingNode() ? used.asText() : used.asText() + " of " + limit.asText();
    }
}
