package dev.parley.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = {
            "Says what a model or a checkpoint is: tensors, types and sizes; what jobs can ask of a model, which of its"
                    + " LoRAs fit, and what it needs on a device. Reads headers only.",
            "Exit code 1 if something is missing, cannot be read or does not fit."
        })
final class ModelsInspectCommand implements Callable<Integer> {
    private static final String PROGRAM = "dev.parley.worker.multitalk.inspect.ModelInspector";

    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL|FOLDER|FILE",
            description = "A pulled or bundled model, a folder, or a .safetensors, .index.json, .pth, .pt or .bin;"
                    + " default: the farm's model.")
    String what;

    @Option(
            names = "--base",
            paramLabel = "MODEL",
            description = "The model that LoRAs are for; default: the one whose loras folder they are in.")
    String base;

    @Option(
            names = "--memory",
            converter = MemorySize.class,
            description = "Of a GPU, such as 48GiB, as nvidia-smi reports it: says which way of holding the weights a"
                    + " worker takes there; default: $PARLEY_MULTITALK_MEMORY_BYTES, else the GPU at hand.")
    Long memory;

    @Option(
            names = "--precision",
            paramLabel = "f32|bf16",
            description = "Of the worker; default: $PARLEY_MULTITALK_PRECISION, else f32.")
    ModelPrecision precision;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    @Mixin
    ModelsOptions options;

    /** As the worker's setting. */
    enum ModelPrecision {
        f32,
        bf16
    }

    private record Question(String path, String base, Long memory, String precision) {}

    ModelsInspectCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Question question = new Question(
                what == null ? null : options.model(what).toString(),
                base == null ? null : options.model(base).toString(),
                memory,
                precision == null ? null : precision.name());
        JsonNode answer = ModelProgram.ask(PROGRAM, Json.write(question), news -> {});
        if (answer.hasNonNull("problem")) {
            throw new CommandFailedException(
                    ExitCode.INVALID, answer.path("problem").asText());
        }
        if (json) {
            terminal.result(answer.path("report").toString());
        } else {
            answer.path("text").forEach(line -> terminal.result(line.asText()));
        }
        return answer.path("complete").asBoolean() ? ExitCode.OK : ExitCode.FAILED;
    }
}
