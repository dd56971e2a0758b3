package dev.parley.multitalk.internal.parameter;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.Handle;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups that live on the host and come to the device in turn, again and again: while one is used the next is copied, so
 * that at most two are there. Not thread-safe.
 */
public final class BlockOffloader {
    private final Torch torch;
    private final CoreKernels core;
    private final CudaKernels cuda; // null on the CPU, which copies and computes by turns
    private final HostSlabs slabs; // null on the CPU
    private final List<Group> groups = new ArrayList<>();

    public BlockOffloader(Torch torch) {
        this.torch = torch;
        core = torch.kernels(CoreKernels.class);
        cuda = torch.device().equals("cpu") ? null : torch.kernels(CudaKernels.class);
        slabs = cuda == null ? null : new HostSlabs(core, cuda::pinned, HostSlabs.BYTES);
    }

    /** A group that comes behind all others. */
    public Group add() {
        Group group = new Group(torch, this);
        groups.add(group);
        return group;
    }

    /** The group after {@code group}; the last is followed by the first. */
    Group after(Group group) {
        return groups.get((groups.indexOf(group) + 1) % groups.size());
    }

    Copy send(List<NDArray> homes) {
        List<NDArray> tensors = cuda == null ? core.copies(homes, torch.device()) : cuda.reserve(homes, torch.device());
        tensors.forEach(TensorScope::keep);
        return new Copy(tensors, cuda == null ? null : cuda.send(tensors, homes, torch.device()));
    }

    /** {@code tensor} in pinned memory, which a GPU can read by itself; as it is if there is no GPU. */
    NDArray pin(NDArray tensor) {
        return slabs == null ? tensor : slabs.place(tensor);
    }

    /** Tensors on their way to the device. */
    final class Copy {
        private final List<NDArray> tensors;
        private Handle sent; // null: they have arrived

        Copy(List<NDArray> tensors, Handle sent) {
            this.tensors = tensors;
            this.sent = sent;
        }

        List<NDArray> tensors() {
            return tensors;
        }

        /** What is computed from here on may read them. */
        void arrive() {
            if (sent != null) {
                cuda.arrive(sent, torch.device());
                sent.close();
                sent = null;
            }
        }
    }
}
