package dev.parley.multitalk.internal.dit;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.nn.LayerNorm;
import dev.parley.multitalk.internal.nn.RmsNorm;
import dev.parley.multitalk.internal.parameter.Activations;
import dev.parley.multitalk.internal.parameter.Activations.Form;
import dev.parley.multitalk.internal.torch.AttentionKernel;
import dev.parley.multitalk.internal.torch.CoreKernels;

/** By PyTorch's operations, one after the other, and always {@linkplain Form#WIDE wide}: on any device, in any precision. */
record PlainTokens(DitKernels kernels, CoreKernels core, AttentionKernel attention, double eps)
        implements TokenOperations {
    @Override
    public Activations modulate(NDArray x, NDArray shift, NDArray scale, Form form) {
        return Activations.of(kernels.modulate(x, shift, scale, eps));
    }

    @Override
    public Sum gateAndNorm(NDArray x, NDArray y, NDArray gate, LayerNorm norm, Form form) {
        NDArray sum = kernels.gate(x, y, gate);
        return new Sum(sum, Activations.of(norm.forward(sum)));
    }

    @Override
    public Sum addAndNorm(NDArray x, NDArray y, LayerNorm norm, Form form) {
        NDArray sum = x.add(y);
        return new Sum(sum, Activations.of(norm.forward(sum)));
    }

    @Override
    public Sum addAndModulate(NDArray x, NDArray y, NDArray shift, NDArray scale, Form form) {
        NDArray sum = x.add(y);
        return new Sum(sum, modulate(sum, shift, scale, form));
    }

    @Override
    public void gateInto(NDArray x, NDArray y, NDArray gate, NDArray into) {
        kernels.gateInto(x, y, gate, into);
    }

    @Override
    public NDArray normAndRotate(NDArray x, RmsNorm norm, NDArray rope, int heads) {
        return kernels.rotate(norm.forward(x), rope, heads);
    }

    @Override
    public Activations attend(NDArray query, NDArray key, NDArray value, int heads, Form form) {
        return Activations.of(attend(query, key, value, heads));
    }

    NDArray attend(NDArray query, NDArray key, NDArray value, int heads) {
        return core.attentionBy(attention.code(), query, key, value, heads);
    }

    @Override
    public Activations given(NDArray x, Form form) {
        return Activations.of(x);
    }

    @Override
    public Activations add(NDArray x, NDArray y, Form form) {
        return Activations.of(x.add(y));
    }

    @Override
    public Activations gelu(NDArray x, Form form) {
        return Activations.of(core.geluTanh(x));
    }
}
