package dev.parley.multitalk.internal.lora;

import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.StoredTensor;
import dev.parley.multitalk.internal.parameter.Parameter;
import dev.parley.multitalk.internal.parameter.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What of a network a LoRA may change, by its shape: the network itself, or the headers of its file. */
interface Changeable {
    /** {@code [out, in]} of the linear layer of that name. */
    Optional<List<Long>> matrix(String layer);

    /** The shape of a tensor that is no weight of a linear layer. */
    Optional<List<Long>> parameter(String key);

    static Changeable of(Parameters parameters) {
        return new Changeable() {
            @Override
            public Optional<List<Long>> matrix(String layer) {
                return parameters.matrix(layer).map(matrix -> List.of(matrix.out(), matrix.in()));
            }

            @Override
            public Optional<List<Long>> parameter(String key) {
                return parameters.parameter(key).map(Changeable::shape);
            }
        };
    }

    private static List<Long> shape(Parameter parameter) {
        return Arrays.stream(parameter.shape().getShape()).boxed().toList();
    }

    /** A transformer that is not open: its weights of two axes are its linear layers. */
    static Changeable of(Checkpoint transformer) {
        return new Changeable() {
            @Override
            public Optional<List<Long>> matrix(String layer) {
                return shape(layer + ".weight").filter(Changeable::isMatrix);
            }

            @Override
            public Optional<List<Long>> parameter(String key) {
                return shape(key).filter(shape -> !(key.endsWith(".weight") && isMatrix(shape)));
            }

            private Optional<List<Long>> shape(String key) {
                return transformer.weight(key).map(StoredTensor::shape);
            }
        };
    }

    private static boolean isMatrix(List<Long> shape) {
        return shape.size() == 2;
    }
}
