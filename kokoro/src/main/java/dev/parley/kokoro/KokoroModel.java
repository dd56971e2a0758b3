package dev.parley.kokoro;

import static dev.parley.multitalk.internal.torch.TensorScope.reading;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.nn.Linear;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.List;

/** The network, on the CPU in float32. For one thread at a time. */
final class KokoroModel implements AutoCloseable {
    /** Samples per second. */
    static final int RATE = 24_000;

    /** Numbers of a voice for one length of text: half of them for how it sounds, half for how it speaks. */
    static final int STYLE = 256;

    /**
     * @param durations of each id, in steps
     * @param samplesPerStep of a step
     */
    record Spoken(float[] samples, long[] durations, int samplesPerStep) {}

    private final Torch torch;
    private final KokoroConfig config;
    final Albert bert;
    final Linear bertEncoder;
    final ProsodyPredictor predictor;
    final PhonemeEncoder textEncoder;
    final AcousticDecoder decoder;
    final Generator generator;
    private final KokoroKernels kernels;

    /** @param torch closed with the model */
    KokoroModel(Torch torch, Checkpoint checkpoint, KokoroConfig config) {
        this(torch, Weights.of(checkpoint, torch, TorchType.F32), config);
    }

    KokoroModel(Torch torch, Weights weights, KokoroConfig config) {
        this.torch = torch;
        this.config = config;
        kernels = torch.kernels(KokoroKernels.class);
        bert = new Albert(part(weights, "bert", "embeddings.word_embeddings.weight"), config);
        Weights projection = part(weights, "bert_encoder", "weight");
        bertEncoder = new Linear(projection, bert.width(), projection.size("weight", 0));
        predictor = new ProsodyPredictor(part(weights, "predictor", "F0_proj.weight"));
        textEncoder = new PhonemeEncoder(part(weights, "text_encoder", "embedding.weight"));
        Weights decoderWeights = part(weights, "decoder", "F0_conv.weight_v");
        decoder = new AcousticDecoder(decoderWeights);
        generator = new Generator(decoderWeights.at("generator"), config);
        weights.finish();
    }

    /** Checkpoints saved while training on several devices have a {@code module} in each key. */
    private static Weights part(Weights weights, String name, String some) {
        return weights.has(name + ".module." + some) ? weights.at(name + ".module") : weights.at(name);
    }

    /** The most ids of one {@link #speak}, zeros at both ends counted. */
    int mostIds() {
        return config.positions();
    }

    NDArray style(float[] voice, int from) {
        int half = STYLE / 2;
        float[] some = new float[half];
        System.arraycopy(voice, from, some, 0, half);
        return torch.manager().create(some, new Shape(1, half)); // (1, S)
    }

    /**
     * @param ids of phonemes, zeros at both ends
     * @param voice 256 numbers
     * @param speed 2 is twice as fast
     * @param seed the same gives the same samples
     */
    Spoken speak(long[] ids, float[] voice, double speed, long seed) {
        return reading(() -> {
            NDArray acoustic = style(voice, 0);
            NDArray prosodic = style(voice, STYLE / 2);
            NDArray encoded = predictor.encode(bertEncoder.forward(bert.forward(ids)), prosodic);
            long[] durations = predictor.durations(predictor.durationLogits(encoded), speed);
            List<NDArray> curves = predictor.curves(encoded, durations, prosodic);
            NDArray asr = kernels.spread(textEncoder.forward(ids), durations); // (1, C, steps)
            NDArray features = decoder.forward(asr, curves.get(0), curves.get(1), acoustic);
            NDArray source = generator.source(curves.get(0), seed);
            NDArray samples = generator.samples(generator.spectra(features, source, acoustic));
            return new Spoken(samples.toFloatArray(), durations, 2 * config.samplesPerPitch());
        });
    }

    @Override
    public void close() {
        torch.close();
    }
}
