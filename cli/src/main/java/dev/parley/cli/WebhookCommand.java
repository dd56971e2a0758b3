package dev.parley.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.JobId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "webhook",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows the calls of a job's webhook, repeats them, or tries a receiver.")
final class WebhookCommand implements Runnable {
    private final Terminal terminal;

    @Spec
    CommandSpec spec;

    WebhookCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    @Command(
            name = "calls",
            mixinStandardHelpOptions = true,
            description = "Lists the latest calls of a job's webhook and what is still to be told.")
    int calls(
            @Parameters(paramLabel = "JOB", converter = JobArgument.class, description = "The job's id.") JobId job,
            @Option(names = "--json", description = "As JSON.") boolean json,
            @Mixin FarmOptions farm)
            throws Exception {
        JsonNode delivery = farm.running().webhook(job);
        if (json) {
            new JobReport(terminal).json(delivery);
            return ExitCode.OK;
        }
        terminal.result("%s  %s".formatted(text(delivery, "status"), text(delivery, "url")));
        for (JsonNode call : delivery.path("calls")) {
            terminal.result("%s  %-10s  %5d ms  %s"
                    .formatted(
                            text(call, "at"),
                            text(call, "event"),
                            call.path("milliseconds").asLong(),
                            text(call, "result")));
        }
        for (JsonNode due : delivery.path("due")) {
            terminal.result("%s  %-10s  still to be told".formatted(text(due, "since"), text(due, "event")));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "redeliver",
            mixinStandardHelpOptions = true,
            description = "Calls the webhook of an ended job again.")
    int redeliver(
            @Parameters(paramLabel = "JOB", converter = JobArgument.class, description = "The job's id.") JobId job,
            @Mixin FarmOptions farm)
            throws Exception {
        terminal.say("will be called again: " + text(farm.running().redeliver(job), "url"));
        return ExitCode.OK;
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = "Makes the farm call a receiver once, signed as in earnest.")
    int test(
            @Parameters(paramLabel = "URL", description = "The receiver.") String url,
            @Option(
                            names = "--secret",
                            paramLabel = "WHSEC",
                            description = "Signs the call; default: the farm's secret.")
                    String secret,
            @Mixin FarmOptions farm)
            throws Exception {
        ObjectNode receiver = JsonNodeFactory.instance.objectNode().put("url", url);
        if (secret != null) {
            receiver.put("secret", secret);
        }
        JsonNode outcome = farm.running().testWebhook(receiver.toString());
        terminal.result("%s in %d ms, webhook-id %s"
                .formatted(text(outcome, "result"), outcome.path("milliseconds").asLong(), text(outcome, "webhookId")));
        return outcome.path("delivered").asBoolean() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }
}
