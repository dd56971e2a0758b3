package dev.parley.bench.model;

import dev.parley.multitalk.AttentionPrecision;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code model}, {@code int8} or {@code fp8}. */
final class AttentionConverter implements ITypeConverter<AttentionPrecision> {
    @Override
    public AttentionPrecision convert(String text) {
        return switch (text) {
            case "model" -> AttentionPrecision.MODEL;
            case "int8" -> AttentionPrecision.INT8;
            case "fp8" -> AttentionPrecision.FP8;
            default -> throw new TypeConversionException("attention is in model, int8 or fp8, not " + text);
        };
    }
}
