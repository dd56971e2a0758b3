package dev.parley.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import dev.parley.contracts.Priority;
import dev.parley.contracts.WireName;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Makes, lists and ends keys of a farm that asks for them (PARLEY_ACCESS=keys). Takes an admin's key.")
final class KeysCommand implements Runnable {
    private final Terminal terminal;

    @Spec
    CommandSpec spec;

    KeysCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Makes a key and prints it, once: the farm keeps its hash only.")
    int create(
            @Option(names = "--name", paramLabel = "NAME", required = true, description = "Who or what it is for.")
                    String name,
            @Option(
                            names = "--tenant",
                            paramLabel = "NAME",
                            description = "Whose jobs it is for (default: the tenant 'default').")
                    String tenant,
            @Option(
                            names = "--scope",
                            paramLabel = "SCOPE",
                            split = ",",
                            description = "submit, read, cancel or admin, the last of all tenants;"
                                    + " several with commas (default: submit,read,cancel).")
                    List<String> scopes,
            @Option(names = "--days", paramLabel = "N", description = "Days until it expires (default: never).")
                    Integer days,
            @Option(names = "--json", description = "As JSON.") boolean json,
            @Mixin FarmOptions farm)
            throws Exception {
        if (days != null && (days < 1 || days > 36_500)) {
            throw new ParameterException(spec.commandLine(), "--days: found %d, expected 1 to 36500".formatted(days));
        }
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("name", name);
        wish.put("tenant", tenant);
        wish.put("scopes", scopes);
        wish.put("expiresAt", days == null ? null : Clock.systemUTC().instant().plus(Duration.ofDays(days)));
        return made(farm.running().createKey(Json.write(wish)), json);
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = "Makes a key to take another one's place; for some time both count.")
    int rotate(
            @Parameters(paramLabel = "ID", description = "The old key's id, as listed.") String id,
            @Option(
                            names = "--overlap-hours",
                            paramLabel = "N",
                            defaultValue = "24",
                            description = "Hours until the old key ends (default 24; 0: at once).")
                    int hours,
            @Option(names = "--json", description = "As JSON.") boolean json,
            @Mixin FarmOptions farm)
            throws Exception {
        return made(farm.running().rotateKey(id, Duration.ofHours(hours)), json);
    }

    private int made(JsonNode made, boolean json) {
        if (json) {
            new JobReport(terminal).json(made);
        } else {
            terminal.result(text(made, "key"));
            terminal.say("made key %s; it is not shown again".formatted(text(made.path("about"), "id")));
        }
        return ExitCode.OK;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists keys, newest first.")
    int list(@Option(names = "--json", description = "As JSON.") boolean json, @Mixin FarmOptions farm)
            throws Exception {
        JsonNode keys = farm.running().keys().path("keys");
        if (json) {
            new JobReport(terminal).json(keys);
            return ExitCode.OK;
        }
        terminal.result("%-12s  %-16s  %-24s  %-20s  %-8s  %s"
                .formatted("id", "tenant", "scopes", "last used", "counts", "name"));
        for (JsonNode key : keys) {
            String scopes = StreamSupport.stream(key.path("scopes").spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(","));
            terminal.result("%-12s  %-16s  %-24s  %-20s  %-8s  %s"
                    .formatted(
                            text(key, "id"),
                            key.path("tenant").asText("(all)"),
                            scopes,
                            key.path("lastUsedAt").asText("never"),
                            key.hasNonNull("revokedAt")
                                    ? "revoked"
                                    : key.hasNonNull("expiresAt") ? "until " + text(key, "expiresAt") : "yes",
                            text(key, "name")));
        }
        return ExitCode.OK;
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Ends a key at once.")
    int revoke(
            @Parameters(paramLabel = "ID", description = "The key's id, as listed.") String id, @Mixin FarmOptions farm)
            throws Exception {
        terminal.say("revoked at " + text(farm.running().revokeKey(id), "revokedAt"));
        return ExitCode.OK;
    }

    @Command(
            name = "quota",
            mixinStandardHelpOptions = true,
            description =
                    "Gives a tenant a quota of its own, in place of an earlier one; what is left out is the farm's.")
    int quota(
            @Parameters(paramLabel = "TENANT", description = "Whose.") String tenant,
            @Option(names = "--jobs", paramLabel = "N", description = "Jobs that wait or run at a time.") Integer jobs,
            @Option(
                            names = "--running",
                            paramLabel = "N",
                            description = "Jobs that are claimed, or about to be; further ones wait.")
                    Integer running,
            @Option(names = "--video-seconds", paramLabel = "N", description = "Seconds of video per day.") Long video,
            @Option(
                            names = "--gpu-seconds",
                            paramLabel = "N",
                            description = "Seconds per day that workers hold the tenant's jobs.")
                    Long gpu,
            @Option(
                            names = "--priority",
                            paramLabel = "CLASS",
                            converter = PriorityCommand.Word.class,
                            description = "The highest that its jobs may ask for: high, normal or low.")
                    Priority priority,
            @Option(
                            names = "--weight",
                            paramLabel = "N",
                            description = "Its share of the workers' time beside others' 1.")
                    Integer weight,
            @Mixin FarmOptions farm)
            throws Exception {
        Map<String, Object> quota = new LinkedHashMap<>();
        quota.put("jobs", jobs);
        quota.put("running", running);
        quota.put("videoSeconds", video);
        quota.put("gpuSeconds", gpu);
        quota.put("priority", priority == null ? null : WireName.of(priority));
        quota.put("weight", weight);
        terminal.result(UsageCommand.line(farm.running().setQuota(tenant, Json.write(quota))));
        return ExitCode.OK;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }
}
