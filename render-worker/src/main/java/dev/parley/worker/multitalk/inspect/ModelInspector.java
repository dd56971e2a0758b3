package dev.parley.worker.multitalk.inspect;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.parley.contracts.Json;
import dev.parley.kit.admission.ModelFolder;
import dev.parley.multitalk.DeviceMemory;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.Precision;
import dev.parley.worker.multitalk.DeviceOptions;
import dev.parley.worker.multitalk.MultiTalkConfig;
import dev.parley.worker.multitalk.MultiTalkEnvironment;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks at a model or at checkpoints, as a program: reads a {@link Question} as JSON from standard input and writes one line
 * of JSON, an {@link Answer}, to standard output. Reads headers only and starts no PyTorch. Device and precision are those
 * that a worker would read from the same environment, unless the question has others.
 */
public final class ModelInspector {
    private static final String WAN = "Wan2.1-I2V-14B-480P";
    private static final String LORAS = "loras";

    /**
     * @param path a folder or a file; null for the farm's own model
     * @param base the model's folder that LoRAs are for; null: the one they lie in, if they lie in one
     * @param memory of a card, in bytes, as {@code nvidia-smi} has it; null for the card at hand
     * @param precision {@code f32} or {@code bf16}; null for the worker's
     */
    record Question(String path, String base, Long memory, String precision) {}

    /**
     * @param complete whether everything is there and fits
     * @param text for people
     * @param report an {@link InspectedModel} or {@link InspectedFiles}
     * @param problem why there is no report; otherwise null
     */
    record Answer(boolean complete, List<String> text, Object report, String problem) {}

    /** Paths as people write them, not as addresses. */
    private static final ObjectMapper JSON = Json.mapper()
            .copy()
            .registerModule(new SimpleModule().addSerializer(Path.class, ToStringSerializer.instance));

    private final SmallRyeConfig config;

    private ModelInspector(SmallRyeConfig config) {
        this.config = config;
    }

    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ENGLISH); // as the services
        Question question = Json.mapper().readValue(System.in, Question.class);
        System.out.println(JSON.writeValueAsString(answer(question)));
        System.out.flush();
    }

    static Answer answer(Question question) {
        try {
            SmallRyeConfig config = MultiTalkEnvironment.read();
            return new ModelInspector(config).look(question);
        } catch (IOException | RuntimeException e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            return new Answer(false, List.of(), null, message);
        }
    }

    private Answer look(Question question) throws IOException {
        Path path = question.path() == null ? ModelFolder.of(config).path() : Path.of(question.path());
        if (!Files.exists(path)) {
            return new Answer(false, List.of(), null, "no such file or folder: " + path);
        }
        if (Files.isDirectory(path.resolve(WAN))) {
            InspectedModel model =
                    new ModelInspection(path, options(config, question.precision()), memory(question)).look();
            return new Answer(model.complete(), InspectionText.of(model), model, null);
        }
        InspectedFiles files = InspectedFiles.in(path, base(path, question));
        return new Answer(files.complete(), InspectionText.of(files), files, null);
    }

    /** A LoRA lies in its model's folder. */
    private static Optional<Path> base(Path path, Question question) {
        if (question.base() != null) {
            return Optional.of(Path.of(question.base()));
        }
        Path loras = Files.isDirectory(path) ? path : path.getParent();
        return Optional.ofNullable(loras)
                .filter(folder -> folder.endsWith(LORAS))
                .map(Path::getParent)
                .filter(model -> Files.isDirectory(model.resolve(WAN)));
    }

    /** @param asked {@code f32} or {@code bf16}; null for the worker's own */
    static ModelOptions options(SmallRyeConfig config, String asked) {
        ModelOptions options = DeviceOptions.of(config.getConfigMapping(MultiTalkConfig.class));
        if (asked == null) {
            return options;
        }
        Precision precision = asked.equals("bf16") ? Precision.BF16 : Precision.F32;
        return options.withPrecision(precision.withVae(options.precision().vae()));
    }

    private OptionalLong memory(Question question) {
        if (question.memory() != null) {
            return OptionalLong.of(DeviceMemory.forTensors(question.memory()));
        }
        MultiTalkConfig multitalk = config.getConfigMapping(MultiTalkConfig.class);
        if (multitalk.memoryBytes().isPresent()) {
            return multitalk.memoryBytes();
        }
        return DeviceMemory.of(multitalk.device().equals("cpu") ? "cuda:0" : multitalk.device());
    }
}
