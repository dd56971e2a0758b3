package dev.parley.bench.model;

import dev.parley.multitalk.internal.checkpoint.EightBitLayers;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code none}, {@code int8}, {@code int8-dynamic} or {@code fp8}: of all linear layers in blocks, as a model is loaded so. */
final class EightBitLayersConverter implements ITypeConverter<EightBitLayers> {
    @Override
    public EightBitLayers convert(String text) {
        EightBitLayers blocks = EightBitLayers.quantizingBlocks();
        return switch (text) {
            case "none" -> EightBitLayers.NONE;
            case "int8" -> blocks;
            case "int8-dynamic" -> blocks.as(EightBitLayers.Kind.INT8_DYNAMIC);
            case "fp8" -> blocks.as(EightBitLayers.Kind.FP8);
            default ->
                throw new TypeConversionException("a quantization is none, int8, int8-dynamic or fp8, not " + text);
        };
    }
}
