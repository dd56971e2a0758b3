package dev.parley.multitalk.internal.checkpoint;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.parameter.Group;
import dev.parley.multitalk.internal.parameter.Matrix;
import dev.parley.multitalk.internal.parameter.Parameter;
import dev.parley.multitalk.internal.parameter.Parameters;
import dev.parley.multitalk.internal.torch.Torch;

/**
 * A checkpoint's tensors for the parts of a model to take, each under its own prefix:
 *
 * <pre>{@code
 * Weights weights = Weights.of(checkpoint, torch, TorchType.BF16).ignoring("textual.");
 * var model = new ImageEncoder(weights.at("visual"));
 * weights.finish(); // throws, listing all that is missing, misshapen or left over
 * }</pre>
 *
 * Taking a tensor that is not there or has another shape does not fail at once: the part gets zeros of the shape it
 * asked for, and {@link #finish} reports everything together. Not for several threads.
 */
public final class Weights {
    /** In an expected shape: any size. */
    public static final long ANY = -1;

    private final WeightLoader loader;
    private final String prefix;
    private final Group group;

    private Weights(WeightLoader loader, String prefix, Group group) {
        this.loader = loader;
        this.prefix = prefix;
        this.group = group;
    }

    /**
     * @param torch where the tensors go and who owns them
     * @param precision what floating-point tensors become; {@code null} leaves each as it is stored. A tensor that
     *     needs no change and stays on the CPU is not copied: it is the file, mapped.
     */
    public static Weights of(Checkpoint checkpoint, Torch torch, TorchType precision) {
        return load(checkpoint, torch, Loading.of(precision));
    }

    /** As {@link #of(Checkpoint, Torch, TorchType)}, for weights that are not all on the device or not all floats. */
    public static Weights load(Checkpoint checkpoint, Torch torch, Loading loading) {
        return load(checkpoint, new Mapped(torch), torch, loading);
    }

    /** As {@link #load(Checkpoint, Torch, Loading)}, with values that are made, not read: no file is opened. */
    public static Weights load(Checkpoint checkpoint, TensorSource source, Torch torch, Loading loading) {
        return new Weights(
                new WeightLoader(checkpoint, requireNonNull(source, "source"), torch, loading),
                "",
                Group.resident(torch));
    }

    /** The tensors below {@code part}, as {@code at("blocks.0")} for {@code blocks.0.norm1.weight}. */
    public Weights at(String part) {
        return new Weights(loader, prefix + part + ".", group);
    }

    /**
     * As {@link #at}, for a part that may leave the device: what is taken below it is read within
     * {@link #group()}{@code .use} only. Parts that come first stay there, as far as {@link Loading#residentBytes} goes.
     */
    public Weights leaving(String part) {
        String beginning = prefix + part + ".";
        return new Weights(loader, beginning, loader.group(beginning));
    }

    /** As {@link #leaving(String)}, for all of what is here. */
    public Weights leaving() {
        return new Weights(loader, prefix, loader.group(prefix));
    }

    /** Where the parameters taken from here belong to. */
    public Group group() {
        return group;
    }

    /** Leaves the tensors whose keys begin so, from here on down, out of the count of what is left over. */
    public Weights ignoring(String... beginnings) {
        for (String beginning : beginnings) {
            loader.ignore(prefix + beginning);
        }
        return this;
    }

    public boolean has(String name) {
        return loader.has(prefix + name);
    }

    /** How many parts a list has: {@code count("blocks")} is 40 where keys begin with blocks.0 to blocks.39. */
    public int count(String list) {
        return loader.count(prefix + list + ".");
    }

    /**
     * The size of one axis of a tensor, for models that read their sizes from their weights.
     *
     * @throws CheckpointException if the tensor is missing, since then nothing else can be checked
     */
    public long size(String name, int axis) {
        return loader.size(prefix + name, axis);
    }

    /**
     * Takes a tensor. It outlives any open scope and is freed with the {@link Torch} it belongs to.
     *
     * @param expected its shape, {@link #ANY} where any size will do
     */
    public NDArray get(String name, long... expected) {
        return loader.get(prefix + name, expected);
    }

    /** As {@link #get}, for a tensor that a LoRA may change or that may leave the device. */
    public Parameter parameter(String name, long... expected) {
        return loader.parameter(prefix + name, group, expected);
    }

    /** The weight {@code (out, in)} of the linear layer that this is, as floats or in eight bits. */
    public Matrix matrix(long in, long out) {
        return loader.matrix(prefix.substring(0, prefix.length() - 1), group, in, out);
    }

    /** All parameters taken so far, from the whole checkpoint. */
    public Parameters parameters() {
        return loader.parameters();
    }

    /** Kernels for the part that takes these weights. */
    public <T> T kernels(Class<T> type) {
        return loader.torch().kernels(type);
    }

    /** Where the tensors are. */
    public Torch torch() {
        return loader.torch();
    }

    /** What floating-point tensors became; {@code null} where each is as it was stored. */
    public TorchType precision() {
        return loader.loading().precision();
    }

    /** @throws CheckpointException listing every tensor that is missing, has another shape or was not used */
    public void finish() {
        loader.finish();
    }
}
