package dev.parley.multitalk.internal.dit;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.AttentionPrecision;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.cuda.EightBitAttention;
import dev.parley.multitalk.internal.cuda.FusedRows;
import dev.parley.multitalk.internal.cuda.FusedRows.Out;
import dev.parley.multitalk.internal.nn.LayerNorm;
import dev.parley.multitalk.internal.nn.RmsNorm;
import dev.parley.multitalk.internal.parameter.Activations;
import dev.parley.multitalk.internal.parameter.Activations.Form;
import dev.parley.multitalk.internal.torch.CoreKernels;

/**
 * By kernels of our own, each of which reads and writes every value once. In bfloat16 they round where
 * {@link PlainTokens} does; what differs is the order of sums. Inputs of layers in eight bits are made on the way, with a
 * step for each row.
 */
final class FusedTokens implements TokenOperations {
    private final PlainTokens plain;
    private final CoreKernels core;
    private final FusedRows tokens;
    private final FusedRows hidden; // null: no eight bits
    private final EightBitAttention attention; // null: by PyTorch
    private final double eps;

    /**
     * @param tokens for rows of the model's width
     * @param hidden for rows of the feed forward's width; null if no layer takes eight bits here
     * @param attention null if PyTorch computes it
     */
    FusedTokens(PlainTokens plain, FusedRows tokens, FusedRows hidden, EightBitAttention attention) {
        this.plain = plain;
        this.core = plain.core();
        this.tokens = tokens;
        this.hidden = hidden;
        this.attention = attention;
        this.eps = plain.eps();
    }

    /** Whether layers in eight bits get their inputs so. */
    boolean hasEightBits() {
        return hidden != null;
    }

    /** What attention multiplies in. */
    AttentionPrecision attentionPrecision() {
        return attention == null ? AttentionPrecision.MODEL : attention.precision();
    }

    /** What is for the first blocks, which lose most to three bits behind the point: without attention in FP8. */
    FusedTokens ofFirstBlocks() {
        return attentionPrecision() == AttentionPrecision.FP8 ? new FusedTokens(plain, tokens, hidden, null) : this;
    }

    @Override
    public Activations modulate(NDArray x, NDArray shift, NDArray scale, Form form) {
        Activations out = unwritten(x, form);
        tokens.modulate(x, shift, scale, out(out), eps);
        return out;
    }

    @Override
    public Sum gateAndNorm(NDArray x, NDArray y, NDArray gate, LayerNorm norm, Form form) {
        Sum out = unwrittenSum(x, form);
        tokens.gateNorm(x, y, gate, norm.weight(), norm.bias(), out.sum(), out(out.normed()), norm.eps());
        return out;
    }

    @Override
    public Sum addAndNorm(NDArray x, NDArray y, LayerNorm norm, Form form) {
        Sum out = unwrittenSum(x, form);
        tokens.addNorm(x, y, norm.weight(), norm.bias(), out.sum(), out(out.normed()), norm.eps());
        return out;
    }

    @Override
    public Sum addAndModulate(NDArray x, NDArray y, NDArray shift, NDArray scale, Form form) {
        Sum out = unwrittenSum(x, form);
        tokens.addModulate(x, y, shift, scale, out.sum(), out(out.normed()), eps);
        return out;
    }

    @Override
    public void gateInto(NDArray x, NDArray y, NDArray gate, NDArray into) {
        tokens.gate(x, y, gate, into);
    }

    @Override
    public NDArray normAndRotate(NDArray x, RmsNorm norm, NDArray rope, int heads) {
        NDArray out = core.unwritten(x, TorchType.BF16.code());
        tokens.rmsRope(x, norm.weight(), rope, out, RmsNorm.EPS);
        return out;
    }

    @Override
    public Activations attend(NDArray query, NDArray key, NDArray value, int heads, Form form) {
        if (attention == null) {
            return given(plain.attend(query, key, value, heads), form);
        }
        Activations out = attention.writesEightBits()
                ? unwritten(query, form)
                : Activations.of(core.unwritten(query, TorchType.BF16.code()));
        attention.attend(query, key, value, out(out));
        return attention.writesEightBits() ? out : given(out.wide(), form);
    }

    @Override
    public Activations given(NDArray x, Form form) {
        if (!small(form)) {
            return Activations.of(x);
        }
        Activations out = unwrittenSmall(x, form.wide() ? x : null);
        tokens.quantize(x, null, out(out));
        return out;
    }

    @Override
    public Activations add(NDArray x, NDArray y, Form form) {
        if (form.wide() || !small(form)) {
            return given(x.add(y), form);
        }
        Activations out = unwrittenSmall(x, null);
        tokens.quantize(x, y, out(out));
        return out;
    }

    @Override
    public Activations gelu(NDArray x, Form form) {
        if (!small(form)) {
            return plain.gelu(x, form);
        }
        NDArray wide = form.wide() ? core.geluTanh(x) : null;
        Activations out = unwrittenSmall(x, wide);
        if (wide == null) {
            hidden.geluQuantize(x, out(out));
        } else {
            hidden.quantize(wide, null, out(out));
        }
        return out;
    }

    private boolean small(Form form) {
        return hidden != null && form.small();
    }

    private Sum unwrittenSum(NDArray like, Form form) {
        return new Sum(core.unwritten(like, TorchType.BF16.code()), unwritten(like, form));
    }

    private Activations unwritten(NDArray like, Form form) {
        boolean wide = form.wide() || !small(form);
        NDArray rows = wide ? core.unwritten(like, TorchType.BF16.code()) : null;
        return small(form) ? unwrittenSmall(like, rows) : Activations.of(rows);
    }

    private Activations unwrittenSmall(NDArray like, NDArray wide) {
        return new Activations(wide, core.unwritten(like, TorchType.F8_E4M3.code()), core.unwrittenSteps(like));
    }

    private static Out out(Activations to) {
        return new Out(to.wide(), to.small(), to.step());
    }
}
