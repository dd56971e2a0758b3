package dev.parley.multitalk.golden;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.StoredTensor;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One call of the reference: what went in ({@code in.}), came out ({@code out.}) and was in between ({@code mid.}). */
public final class GoldenCase {
    private final Golden golden;
    private final JsonObject entry;
    private final Checkpoint file;
    private final Weights tensors;
    private final Set<String> unchecked = new TreeSet<>();

    GoldenCase(Golden golden, JsonObject entry) {
        this.golden = golden;
        this.entry = entry;
        try {
            file = Checkpoint.open(Golden.path(entry.get("file").getAsString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tensors = Weights.of(file, golden.torch(), null);
        file.tensors().keySet().stream().filter(key -> key.startsWith("out.")).forEach(unchecked::add);
    }

    public String name() {
        return entry.get("case").getAsString();
    }

    /** The reference's parameters. */
    public JsonObject call() {
        return entry.getAsJsonObject("call");
    }

    /** A file that the case or its weights name, relative to the golden directory. */
    public Path path(String relative) {
        return Golden.path(relative);
    }

    public Torch torch() {
        return golden.torch();
    }

    /** Whether the case holds the tensor {@code key}, as {@code mid.block0}. */
    public boolean has(String key) {
        return file.tensors().containsKey(key);
    }

    /** The tensors whose keys begin so. */
    public List<String> keys(String beginning) {
        return file.tensors().keySet().stream()
                .filter(key -> key.startsWith(beginning))
                .toList();
    }

    /** A tensor of the case in its own type, on the device of {@link #torch}, freed when the case ends. */
    public NDArray get(String key) {
        StoredTensor stored = file.tensors().get(key);
        assertThat(stored).as("%s of %s", key, name()).isNotNull();
        NDArray kept = tensors.get(
                key, stored.shape().stream().mapToLong(Long::longValue).toArray());
        NDArray copy =
                core().place(kept, torch().device(), stored.type().code()).duplicate();
        kept.close();
        return copy;
    }

    public float[] floats(String key) {
        return TensorScope.reading(
                () -> core().place(get(key), "cpu", TorchType.F32.code()).toFloatArray());
    }

    public long[] longs(String key) {
        return TensorScope.reading(
                () -> core().place(get(key), "cpu", TorchType.I64.code()).toLongArray());
    }

    /** Checks {@code actual} against the tensor {@code key}, shape and values. */
    public void check(String key, NDArray actual) {
        check(key, actual.getShape(), doubles(actual));
    }

    public void check(String key, double[] actual) {
        check(key, get(key).getShape(), actual);
    }

    /** Checks that {@code actual} is not what the reference computed: a difference on purpose, named where it is. */
    public void checkDiffers(String key, double[] actual) {
        assertThat(actual).as("%s of %s", key, name()).isNotEqualTo(doubles(get(key)));
        unchecked.remove(key);
    }

    public double[] doubles(String key) {
        return doubles(get(key));
    }

    public void check(String key, float[] actual) {
        double[] values = new double[actual.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = actual[i];
        }
        check(key, new Shape(values.length), values);
    }

    private void check(String key, Shape shape, double[] actual) {
        NDArray expected = get(key);
        assertThat(shape).as("shape of %s in %s", key, name()).isEqualTo(expected.getShape());
        var tolerance = new Tolerance(entry.getAsJsonObject("tolerance"));
        Tolerance.Comparison verdict = tolerance.compare(doubles(expected), actual);
        golden.report("%s %s: %s".formatted(name(), key, verdict.measured()));
        assertThat(verdict.complaints())
                .as("%s in %s: %s", key, name(), verdict.measured())
                .isEmpty();
        unchecked.remove(key);
    }

    /** @throws AssertionError when an output of the case was compared with nothing */
    void finish() {
        assertThat(unchecked).as("outputs of %s that were not checked", name()).isEmpty();
    }

    private double[] doubles(NDArray tensor) {
        return TensorScope.reading(
                () -> core().place(tensor, "cpu", TorchType.F64.code()).toDoubleArray());
    }

    private CoreKernels core() {
        return golden.torch().kernels(CoreKernels.class);
    }
}
