package dev.parley.multitalk.parameter;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.torch.CoreKernels;
import dev.parley.multitalk.torch.Scope;
import dev.parley.multitalk.torch.Torch;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups that live on the host and come to the device in turn, again and again: while one is used the next is copied, so
 * that at most two are there. Not for several threads.
 */
public final class Rota {
    private final Torch torch;
    private final CoreKernels core;
    private final List<Group> groups = new ArrayList<>();

    public Rota(Torch torch) {
        this.torch = torch;
        core = torch.kernels(CoreKernels.class);
    }

    /** A group that comes behind all others. */
    public Group add() {
        Group group = new Group(torch, this);
        groups.add(group);
        return group;
    }

    /** The group after {@code group}; behind the last comes the first again. */
    Group after(Group group) {
        return groups.get((groups.indexOf(group) + 1) % groups.size());
    }

    /** Tensors on their way to the device. */
    record Copy(List<NDArray> tensors) {
        /** Returns when what follows may read them. */
        void await() {}
    }

    Copy send(List<NDArray> homes) {
        List<NDArray> tensors = core.copies(homes, torch.device());
        tensors.forEach(Scope::keep);
        return new Copy(tensors);
    }

    /** {@code tensor} in memory that a GPU can read by itself, where there is one. */
    NDArray pin(NDArray tensor) {
        return tensor;
    }
}
