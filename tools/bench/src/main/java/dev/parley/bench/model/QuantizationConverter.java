package dev.parley.bench.model;

import dev.parley.multitalk.Quantization;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code none}, {@code int8}, {@code int8-dynamic} or {@code fp8}. */
final class QuantizationConverter implements ITypeConverter<Quantization> {
    @Override
    public Quantization convert(String text) {
        return switch (text) {
            case "none" -> Quantization.NONE;
            case "int8" -> Quantization.INT8;
            case "int8-dynamic" -> Quantization.INT8_DYNAMIC;
            case "fp8" -> Quantization.FP8;
            default ->
                throw new TypeConversionException("a quantization is none, int8, int8-dynamic or fp8, not " + text);
        };
    }
}
