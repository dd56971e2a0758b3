package dev.parley.multitalk.internal.torch;

import ai.djl.pytorch.jni.IValue;

/** Something of PyTorch's that is no tensor, as an event of CUDA: kernels make it and take it. Closing it frees it. */
public final class Handle implements AutoCloseable {
    private final IValue value;

    Handle(IValue value) {
        this.value = value;
    }

    IValue value() {
        return value;
    }

    @Override
    public void close() {
        value.close();
    }
}
