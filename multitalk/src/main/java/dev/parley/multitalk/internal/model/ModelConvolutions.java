package dev.parley.multitalk.internal.model;

import dev.parley.multitalk.Precision;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.StoredTensor;
import dev.parley.multitalk.internal.selftest.Convolution;
import dev.parley.multitalk.internal.wav2vec2.SpeechEncoderConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The convolutions of a model's networks, read from headers. Tensors with an unexpected number of axes are ignored here; the
 * network will refuse them.
 */
final class ModelConvolutions {
    private static final Pattern SPEECH_LAYER = Pattern.compile(".*conv_layers\\.(\\d+)\\.conv\\.weight");
    private static final Pattern SPEECH_POSITIONS = Pattern.compile(".*pos_conv_embed\\.conv\\..*(weight_v|original1)");

    /** Longer axes are no convolution's that a network of ours has. */
    private static final int MOST = 4096;

    private final Set<Convolution> found = new LinkedHashSet<>();

    static Set<Convolution> of(
            Checkpoint vae, Checkpoint image, Checkpoint speech, SpeechEncoderConfig config, Precision precision) {
        ModelConvolutions convolutions = new ModelConvolutions();
        vae.tensors().forEach((key, weight) -> convolutions.ofVae(key, weight, precision.vae()));
        image.tensors().forEach((key, weight) -> convolutions.ofImage(key, weight, precision.image()));
        speech.tensors().forEach((key, weight) -> convolutions.ofSpeech(key, weight, config));
        return convolutions.found;
    }

    private void ofVae(String key, StoredTensor weight, TorchType type) {
        List<Integer> shape = shape(weight);
        if (!key.endsWith(".weight")) {
            return;
        }
        if (shape.size() == 5) { // frames lie side by side as channels
            add(type, shape.get(1) * shape.get(2), shape.get(0), shape.subList(3, 5), 1, 1);
        } else if (shape.size() == 4) {
            int stride = key.contains("downsamples") && key.endsWith("resample.1.weight") ? 2 : 1;
            add(type, shape.get(1), shape.get(0), shape.subList(2, 4), stride, 1);
        }
    }

    private void ofImage(String key, StoredTensor weight, TorchType type) {
        List<Integer> shape = shape(weight);
        if (key.equals("visual.patch_embedding.weight") && shape.size() == 4) {
            add(type, shape.get(1), shape.get(0), shape.subList(2, 4), shape.get(2), 1);
        }
    }

    private void ofSpeech(String key, StoredTensor weight, SpeechEncoderConfig config) {
        List<Integer> shape = shape(weight);
        if (shape.size() != 3) {
            return;
        }
        Matcher layer = SPEECH_LAYER.matcher(key);
        if (layer.matches()
                && Integer.parseInt(layer.group(1)) < config.strides().size()) {
            int stride = Math.toIntExact(config.strides().get(Integer.parseInt(layer.group(1))));
            add(TorchType.F32, shape.get(1), shape.get(0), shape.subList(2, 3), stride, 1);
        } else if (SPEECH_POSITIONS.matcher(key).matches() && shape.get(0) % config.positionGroups() == 0) {
            int groups = config.positionGroups();
            add(TorchType.F32, shape.get(1) * groups, shape.get(0), shape.subList(2, 3), 1, groups);
        }
    }

    private void add(TorchType type, int in, int out, List<Integer> kernel, int stride, int groups) {
        if (isUsual(in) && isUsual(out) && kernel.stream().allMatch(ModelConvolutions::isUsual)) {
            found.add(new Convolution(type, in, out, kernel, stride, groups));
        }
    }

    private static boolean isUsual(int size) {
        return size > 0 && size <= MOST;
    }

    private static List<Integer> shape(StoredTensor weight) {
        return weight.shape().stream()
                .map(size -> (int) Math.min(size, MOST + 1))
                .toList();
    }
}
