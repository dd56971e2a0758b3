package dev.parley.bench.model;

import dev.parley.multitalk.TorchType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code bf16} or {@code f32}. */
public final class FloatTypeConverter implements ITypeConverter<TorchType> {
    @Override
    public TorchType convert(String text) {
        return switch (text) {
            case "bf16" -> TorchType.BF16;
            case "f32" -> TorchType.F32;
            default -> throw new TypeConversionException("a precision is bf16 or f32, not " + text);
        };
    }
}
