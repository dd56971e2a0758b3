package dev.parley.multitalk.internal.parameter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.internal.torch.TensorScope;

/**
 * A tensor that forward passes read. They ask for it each time and keep it no longer than the pass: between two passes
 * something may be {@linkplain #add added} to it, and outside of {@link Group#use} it may be away on the host.
 */
public final class Parameter {
    private final String key;
    private final Group group;
    private final NDArray original;
    private NDArray home;
    private NDArray here; // the copy on the device of a group that is not at home there

    /** @param home the tensor where {@code group} keeps its tensors; belongs to the parameter from here on */
    Parameter(String key, Group group, NDArray home) {
        this.key = key;
        this.group = group;
        this.original = TensorScope.keep(home);
        this.home = home;
    }

    /** Its name in the checkpoint. */
    public String key() {
        return key;
    }

    public Group group() {
        return group;
    }

    public Shape shape() {
        return original.getShape();
    }

    /** The tensor, on the device. */
    public NDArray get() {
        if (group.isResident()) {
            return home;
        }
        if (here == null) {
            throw new IllegalStateException(key + " is on the host: it is read outside of its group's use");
        }
        return here;
    }

    /**
     * Adds {@code scale * difference} until it is {@linkplain #restore restored}.
     *
     * @param difference of the same shape, in any type, where the group lives
     */
    public void add(NDArray difference, double scale) {
        NDArray before = home;
        home = group.pin(TensorScope.keep(group.kernels().plus(before, difference, scale)));
        if (before != original) {
            before.close();
        }
        group.leave(); // a copy on the device would be of the one before
    }

    boolean isChanged() {
        return home != original;
    }

    /** Puts the checkpoint's own tensor back: the very one, not a computed one. */
    public void restore() {
        if (isChanged()) {
            home.close();
            home = original;
            group.leave();
        }
    }

    NDArray home() {
        return home;
    }

    void arrive(NDArray copy) {
        here = copy;
    }

    void leave() {
        if (here != null) {
            here.close();
            here = null;
        }
    }

    /** For a parameter that a checkpoint does not know. */
    void close() {
        leave();
        home.close();
    }
}
