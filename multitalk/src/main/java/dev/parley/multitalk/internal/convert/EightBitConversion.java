package dev.parley.multitalk.internal.convert;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.EightBitLayers;
import dev.parley.multitalk.internal.checkpoint.Mapped;
import dev.parley.multitalk.internal.checkpoint.SafetensorsWriter.Planned;
import dev.parley.multitalk.internal.checkpoint.SafetensorsWriter.Values;
import dev.parley.multitalk.internal.checkpoint.StoredTensor;
import dev.parley.multitalk.internal.parameter.Fp8Matrix;
import dev.parley.multitalk.internal.parameter.Int8Matrix;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The weights of linear layers in eight bits, as loading makes them: in the precision that the network would be loaded in,
 * so that a model opened with them computes the same bits. Everything else stays as it is stored.
 */
final class EightBitConversion implements Values, AutoCloseable {
    private static final String WEIGHT = ".weight";

    private final Checkpoint checkpoint;
    private final Set<String> layers;
    private final TorchType precision;
    private final boolean fp8;
    private Torch torch; // null: nothing has been quantized
    private Mapped mapped; // as torch
    private String quantized; // the layer whose data and scale are held
    private List<byte[]> dataAndScale = List.of();

    /**
     * @param layers to be in eight bits
     * @param precision of the network
     */
    EightBitConversion(Checkpoint checkpoint, Set<String> layers, TorchType precision, EightBitLayers.Kind kind) {
        this.checkpoint = checkpoint;
        this.layers = layers;
        this.precision = precision;
        fp8 = kind == EightBitLayers.Kind.FP8;
    }

    /** Data and scale of a layer are neighbors, so that each is quantized once. */
    List<Planned> tensors() {
        List<Planned> tensors = new ArrayList<>();
        checkpoint.tensors().forEach((key, tensor) -> {
            if (isQuantized(key)) {
                tensors.addAll(eightBits(key, tensor.shape()));
            } else {
                tensors.add(new Planned(key, tensor.type(), tensor.shape()));
            }
        });
        return tensors;
    }

    private boolean isQuantized(String key) {
        return key.endsWith(WEIGHT) && layers.contains(layer(key));
    }

    private static String layer(String key) {
        return key.substring(0, key.lastIndexOf(WEIGHT));
    }

    private List<Planned> eightBits(String key, List<Long> shape) {
        Planned data = new Planned(EightBitLayers.data(key), fp8 ? TorchType.F8_E4M3 : TorchType.I8, shape);
        if (fp8) {
            return List.of(data, new Planned(EightBitLayers.scale(key), TorchType.F32, List.of()));
        }
        return List.of(
                data,
                new Planned(EightBitLayers.scale(key), precision, List.of(shape.get(0), 1L)),
                new Planned(layer(key) + EightBitLayers.INPUT_SCALE, TorchType.F32, List.of()),
                new Planned(layer(key) + EightBitLayers.OUTPUT_SCALE, TorchType.F32, List.of()));
    }

    @Override
    public void write(Planned tensor, WritableByteChannel out) throws IOException {
        StoredTensor stored = checkpoint.tensors().get(tensor.key());
        if (stored != null) {
            StoredBytes.copy(stored, out);
        } else if (tensor.key().endsWith(EightBitLayers.INPUT_SCALE)
                || tensor.key().endsWith(EightBitLayers.OUTPUT_SCALE)) {
            write(new byte[] {0, 0, (byte) 0x80, 0x3f}, out); // 1: inputs and outputs are not quantized
        } else {
            String key = layer(tensor.key()) + WEIGHT;
            quantize(key);
            write(dataAndScale.get(tensor.key().equals(EightBitLayers.data(key)) ? 0 : 1), out);
        }
    }

    private static void write(byte[] bytes, WritableByteChannel out) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }

    private void quantize(String key) {
        if (key.equals(quantized)) {
            return;
        }
        if (torch == null) {
            torch = Torch.open("cpu");
            mapped = new Mapped(torch);
        }
        CoreKernels core = torch.kernels(CoreKernels.class);
        dataAndScale = TensorScope.reading(() -> {
            NDArray weight = core.place(mapped.get(checkpoint.tensors().get(key)), torch.device(), precision.code());
            List<NDArray> made =
                    fp8 ? Fp8Matrix.quantize(torch, weight) : Int8Matrix.quantize(torch, weight, precision);
            return made.stream().map(EightBitConversion::bytes).toList();
        });
        quantized = key;
    }

    /** As they are stored, whatever the type: DJL does not know all of them by name. */
    private static byte[] bytes(NDArray tensor) {
        ByteBuffer buffer = tensor.toByteBuffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @Override
    public void close() {
        if (torch != null) {
            mapped.close();
            torch.close();
            torch = null;
        }
    }
}
