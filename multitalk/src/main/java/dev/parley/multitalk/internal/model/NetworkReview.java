package dev.parley.multitalk.internal.model;

import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.CheckpointSummary;
import dev.parley.multitalk.NetworkSummary;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.EightBitLayers;
import dev.parley.multitalk.internal.dit.BaseModel;
import dev.parley.multitalk.internal.dit.DitConfig;
import dev.parley.multitalk.internal.model.ModelPaths.EightBitFile;
import dev.parley.multitalk.internal.wav2vec2.SpeechEncoderConfig;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Goes through a model's files, and on where one of them is wrong. */
final class NetworkReview {
    private final ModelPaths paths;
    private final List<NetworkSummary> found = new ArrayList<>();

    NetworkReview(ModelPaths paths) {
        this.paths = paths;
    }

    /** What else a network needs, or is not allowed to be. */
    private interface Requirement {
        void check() throws IOException;
    }

    List<NetworkSummary> all() {
        boolean floats = Files.exists(paths.transformer());
        if (floats || !paths.int8Transformer().exists()) {
            add(
                    "transformer",
                    paths.transformer(),
                    () -> requireBase(paths.transformer()),
                    () -> requireBlocks(paths.transformer(), "blocks."));
        }
        add("text encoder", paths.textEncoder(), this::requireTokenizer, this::requireTextEncoder);
        add("image encoder", paths.imageEncoder(), this::requireImageEncoder);
        add("VAE", paths.vae(), () -> VaeReview.require(Checkpoint.open(paths.vae())));
        add(
                "speech encoder",
                paths.speechEncoder(),
                () -> SpeechEncoderConfig.read(paths.speechConfig()),
                this::requireSpeechEncoder);
        addEightBits("transformer, int8", paths.int8Transformer());
        addEightBits("text encoder, int8", paths.int8TextEncoder());
        addEightBits("transformer, fp8", paths.fp8Transformer());
        return found;
    }

    private void addEightBits(String name, EightBitFile file) {
        if (file.exists()) {
            add(name, file.weights(), () -> {
                if (file.map() != null) {
                    EightBitLayers.stored(file.map());
                }
                requireBlocks(file.weights(), "blocks.");
            });
        }
    }

    private void add(String name, Path file, Requirement... more) {
        List<String> problems = new ArrayList<>();
        CheckpointSummary[] contents = new CheckpointSummary[1];
        note(problems, () -> contents[0] = summary(file));
        for (Requirement requirement : more) {
            if (contents[0] != null) {
                note(problems, requirement);
            }
        }
        found.add(new NetworkSummary(name, file, contents[0], problems));
    }

    private CheckpointSummary summary(Path file) throws IOException {
        if (file.equals(paths.transformer())) {
            QuantoFloats.refuseTransformer(paths);
        } else if (file.equals(paths.textEncoder())) {
            QuantoFloats.refuseTextEncoder(paths);
        }
        return CheckpointSummary.of(file);
    }

    private static void note(List<String> problems, Requirement requirement) {
        try {
            requirement.check();
        } catch (NoSuchFileException e) {
            problems.add("no such file: " + e.getFile());
        } catch (AccessDeniedException e) {
            problems.add("this user cannot read " + e.getFile());
        } catch (IOException | CheckpointException e) {
            problems.add(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private void requireBase(Path transformer) throws IOException {
        BaseModel.require(Checkpoint.open(transformer), DitConfig.read(paths.config()));
    }

    private static void requireBlocks(Path file, String list, String... more) throws IOException {
        BlockReview.require(Checkpoint.open(file), list, more);
    }

    private void requireTextEncoder() throws IOException {
        requireBlocks(paths.textEncoder(), "blocks.", "token_embedding.weight", "norm.weight");
    }

    private void requireImageEncoder() throws IOException {
        requireBlocks(
                paths.imageEncoder(),
                "visual.transformer.",
                "visual.patch_embedding.weight",
                "visual.cls_embedding",
                "visual.pos_embedding",
                "visual.pre_norm.weight",
                "visual.pre_norm.bias");
    }

    private void requireSpeechEncoder() throws IOException {
        Checkpoint checkpoint = Checkpoint.open(paths.speechEncoder());
        String prefix = checkpoint.hasBelow("wav2vec2.") ? "wav2vec2." : "";
        BlockReview.require(
                checkpoint,
                prefix + "encoder.layers.",
                prefix + "feature_projection.projection.weight",
                prefix + "encoder.layer_norm.weight");
    }

    private void requireTokenizer() throws IOException {
        Path file = paths.tokenizer().resolve("tokenizer.json");
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
    }
}
