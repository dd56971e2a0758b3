package dev.parley.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        description = {
            "Writes model files in another form, tensor by tensor.",
            "",
            "safetensors: a pickle (.pth, .pt, .bin) or an index as one safetensors file: the same keys, types and"
                    + " values. Nothing in a pickle is run. A worker takes such a file where the published pickle of"
                    + " that name is not there.",
            "",
            "int8: the transformer and the text encoder of a model in eight bits, as quanto stores them, in its folder"
                    + " MeiGen-MultiTalk/quant_models. Workers read them for jobs with quantization int8 instead of"
                    + " quantizing while they open the model. It renders the same bytes in the precision they were"
                    + " made for. In another precision frames differ slightly.",
            "",
            "fp8: the same for jobs with quantization fp8: the transformer in eight-bit floats (E4M3, a scale for each"
                    + " weight), read by Parley only; the text encoder stays int8, as it does without the file.",
            "",
            "Eight bits lose precision, and cannot be made into floats again: keep the model they are made of.",
        })
final class ModelsConvertCommand implements Callable<Integer> {
    private static final String PROGRAM = "dev.parley.worker.multitalk.inspect.ModelConverter";

    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL|FILE",
            description = "The checkpoint for safetensors; otherwise a model or its folder; default: the farm's model.")
    String what;

    @Option(names = "--to", required = true, paramLabel = "safetensors|int8|fp8", description = "The other form.")
    Form form;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where a safetensors file goes; default: beside the checkpoint, under its name.")
    Path output;

    @Option(
            names = "--precision",
            paramLabel = "f32|bf16",
            description = "Of the workers that will read eight bits; default: $PARLEY_MULTITALK_PRECISION, else f32.")
    ModelsInspectCommand.ModelPrecision precision;

    @Option(names = "--force", description = "Replace files that are there.")
    boolean force;

    @Mixin
    ModelsOptions options;

    @Spec
    CommandSpec spec;

    /** As it is typed. */
    enum Form {
        safetensors,
        int8,
        fp8
    }

    private record Task(String path, String to, String output, String precision, boolean force) {}

    ModelsConvertCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (form == Form.safetensors && what == null) {
            throw new ParameterException(spec.commandLine(), "Missing the checkpoint to convert");
        }
        if (form != Form.safetensors && output != null) {
            throw new ParameterException(
                    spec.commandLine(), "--output is for safetensors: %s goes into the model's folder".formatted(form));
        }
        Task task = new Task(
                what == null ? null : options.model(what).toString(),
                form.name(),
                output == null ? null : output.toAbsolutePath().toString(),
                precision == null ? null : precision.name(),
                force);
        ProgressDisplay display = terminal.tty() ? ProgressDisplay.bar(terminal) : ProgressDisplay.none();
        JsonNode outcome = ModelProgram.ask(PROGRAM, Json.write(task), display::show);
        display.clear();
        if (outcome.hasNonNull("problem")) {
            throw new CommandFailedException(
                    outcome.path("invalid").asBoolean() ? ExitCode.INVALID : ExitCode.NO_OUTPUT,
                    outcome.path("problem").asText());
        }
        outcome.path("written").forEach(file -> terminal.result(file.asText()));
        terminal.say(
                "%s written".formatted(PullReport.bytes(outcome.path("bytes").asLong())));
        return ExitCode.OK;
    }
}
