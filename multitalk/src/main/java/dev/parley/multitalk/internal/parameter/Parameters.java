package dev.parley.multitalk.internal.parameter;

import dev.parley.multitalk.TorchType;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All parameters of a network, by their keys in the checkpoint. */
public final class Parameters {
    private final Map<String, Parameter> parameters = new HashMap<>();
    private final Map<String, Matrix> matrices = new HashMap<>();

    private final TorchType precision;

    /** @param precision of the floating-point ones; {@code null} where each is as it was stored */
    public Parameters(TorchType precision) {
        this.precision = precision;
    }

    /** What a tensor that is added to them is best held in. */
    public TorchType precision() {
        return precision;
    }

    public void add(Parameter parameter) {
        parameters.put(parameter.key(), parameter);
    }

    /** @param layer the linear layer it is the weight of */
    public void add(String layer, Matrix matrix) {
        matrices.put(layer, matrix);
    }

    /** Whether something has been added to one of them. */
    public boolean isChanged() {
        return parameters.values().stream().anyMatch(Parameter::isChanged)
                || matrices.values().stream().anyMatch(Matrix::isChanged);
    }

    /** Whether there are FP8 weights that the device does not multiply as they are. */
    public boolean widensFp8() {
        return matrices.values().stream().anyMatch(matrix -> matrix instanceof Fp8Matrix fp8 && fp8.widens());
    }

    /** Takes off all that was added to any of them. */
    public void restore() {
        parameters.values().forEach(Parameter::restore);
        matrices.values().forEach(Matrix::restore);
    }

    /** A tensor that is no weight of a linear layer. */
    public Optional<Parameter> parameter(String key) {
        return Optional.ofNullable(parameters.get(key));
    }

    /** The names of all linear layers. */
    public Set<String> layers() {
        return Collections.unmodifiableSet(matrices.keySet());
    }

    /** The weight of the linear layer of that name. */
    public Optional<Matrix> matrix(String layer) {
        return Optional.ofNullable(matrices.get(layer));
    }
}
