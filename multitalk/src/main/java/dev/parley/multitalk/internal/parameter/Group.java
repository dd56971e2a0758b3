package dev.parley.multitalk.internal.parameter;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Parameters that are on the device together or not at all: those of a block, or of a whole encoder. A resident group is
 * always there. Any other lives on the host and is on the device while it is {@linkplain #use used}; meanwhile the next
 * one of its {@link BlockOffloader} is already on its way.
 */
public final class Group {
    private final Torch torch;
    private final BlockOffloader offloader; // null: resident
    private final List<Parameter> parameters = new ArrayList<>();
    private BlockOffloader.Copy copy; // null: not on the device, nor on its way there

    Group(Torch torch, BlockOffloader offloader) {
        this.torch = torch;
        this.offloader = offloader;
    }

    /** A group whose home is the device. */
    public static Group resident(Torch torch) {
        return new Group(torch, null);
    }

    public boolean isResident() {
        return offloader == null;
    }

    /** Runs {@code body}, in which the group's parameters may be read. */
    public <T> T use(Supplier<T> body) {
        if (isResident()) {
            return body.get();
        }
        send();
        copy.arrive();
        offloader.after(this).send();
        try {
            return body.get();
        } finally {
            leave();
        }
    }

    /** Begins the way to the device, unless that has been done. */
    private void send() {
        if (copy == null) {
            copy = offloader.send(parameters.stream().map(Parameter::home).toList());
            for (int i = 0; i < parameters.size(); i++) {
                parameters.get(i).arrive(copy.tensors().get(i));
            }
        }
    }

    /** Frees what is on the device. */
    void leave() {
        if (copy != null) {
            copy.arrive(); // the memory must not be reused while it is being written
            copy = null;
            parameters.forEach(Parameter::leave);
        }
    }

    /** @param tensor on {@link #device()}; belongs to the group from here on */
    public Parameter add(String key, NDArray tensor) {
        leave();
        Parameter parameter = new Parameter(key, this, pin(tensor));
        parameters.add(parameter);
        return parameter;
    }

    /** Frees a parameter that was added. */
    void remove(Parameter parameter) {
        leave();
        parameters.remove(parameter);
        parameter.close();
    }

    /** The device of the parameters, in PyTorch's notation. */
    public String device() {
        return isResident() ? torch.device() : "cpu";
    }

    NDArray pin(NDArray tensor) {
        return isResident() ? tensor : offloader.pin(tensor);
    }

    MatrixKernels kernels() {
        return torch.kernels(MatrixKernels.class);
    }
}
