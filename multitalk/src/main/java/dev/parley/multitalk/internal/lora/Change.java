package dev.parley.multitalk.internal.lora;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Mapped;
import dev.parley.multitalk.internal.checkpoint.StoredTensor;
import dev.parley.multitalk.internal.parameter.Group;
import dev.parley.multitalk.internal.parameter.Matrix;
import dev.parley.multitalk.internal.parameter.Parameter;
import dev.parley.multitalk.internal.parameter.Parameters;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.List;
import java.util.Optional;

/** A change of one weight or bias by a LoRA. */
sealed interface Change {
    /** The layer that it changes. */
    String layer();

    /** Why it does not fit the model; empty if it does. Reads headers only. */
    Optional<String> objection(Changeable model);

    /** Makes the change, which must have been checked. */
    void make(Parameters parameters, Source source);

    /** Reads a file's tensors in the precision of the model. */
    record Source(Torch torch, Mapped mapped, Parameters parameters) {
        NDArray get(StoredTensor stored, Group group) {
            CoreKernels core = torch.kernels(CoreKernels.class);
            int type = parameters.precision() == null
                    ? stored.type().code()
                    : parameters.precision().code();
            return TensorScope.keep(TensorScope.scoped(() -> core.place(mapped.get(stored), group.device(), type)));
        }
    }

    /** {@code weight += scale * up down}, for linear layers. */
    record LowRank(String layer, StoredTensor up, StoredTensor down, double scale) implements Change {
        /** As the file has it; 0 where it has nothing of the kind. */
        long rank() {
            return down.shape().isEmpty() ? 0 : down.shape().get(0);
        }

        /** How many inputs the layer has that it is made for; 0 where the file does not say. */
        long width() {
            return down.shape().size() == 2 ? down.shape().get(1) : 0;
        }

        @Override
        public Optional<String> objection(Changeable model) {
            Optional<List<Long>> matrix = model.matrix(layer);
            if (matrix.isEmpty()) {
                return Optional.of(Objections.unknown(layer, "linear layer"));
            }
            long in = matrix.get().get(1);
            long out = matrix.get().get(0);
            boolean fits = down.shape().size() == 2
                    && down.shape().get(1) == in
                    && up.shape().equals(List.of(out, down.shape().get(0)));
            // A rank above the layer's width is not low.
            if (!fits || down.shape().get(0) < 1 || down.shape().get(0) > Math.max(in, out)) {
                return Optional.of("%s: up %s and down %s instead of [%d, rank] and [rank, %d], rank at most %d"
                        .formatted(layer, up.shape(), down.shape(), out, in, Math.max(in, out)));
            }
            return Objections.notFloat(layer, up).or(() -> Objections.notFloat(layer, down));
        }

        @Override
        public void make(Parameters parameters, Source source) {
            Matrix matrix = parameters.matrix(layer).orElseThrow();
            NDArray above = source.get(up, matrix.group());
            matrix.add(layer, above, source.get(down, matrix.group()), scale);
        }
    }

    /** {@code layer.name += scale * difference}, for any layer with a weight or a bias. */
    record Difference(String layer, String name, StoredTensor difference, double scale) implements Change {
        @Override
        public Optional<String> objection(Changeable model) {
            Optional<List<Long>> shape = (name.equals("weight") ? model.matrix(layer) : Optional.<List<Long>>empty())
                    .or(() -> model.parameter(key()));
            if (shape.isEmpty()) {
                return Optional.of(Objections.unknown(layer, name));
            }
            if (!shape.get().equals(difference.shape())) {
                return Optional.of(
                        "%s: a difference of %s instead of %s".formatted(key(), difference.shape(), shape.get()));
            }
            return Objections.notFloat(key(), difference);
        }

        @Override
        public void make(Parameters parameters, Source source) {
            Optional<Matrix> matrix = matrix(parameters);
            if (matrix.isPresent()) {
                NDArray whole = source.get(difference, matrix.get().group());
                matrix.get().add(key(), whole, scale);
                return;
            }
            Parameter parameter = parameters.parameter(key()).orElseThrow();
            try (NDArray whole = source.get(difference, parameter.group())) {
                parameter.add(whole, scale);
            }
        }

        private String key() {
            return layer + "." + name;
        }

        private Optional<Matrix> matrix(Parameters parameters) {
            return name.equals("weight") ? parameters.matrix(layer) : Optional.empty();
        }
    }
}
