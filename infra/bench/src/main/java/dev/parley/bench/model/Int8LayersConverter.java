package dev.parley.bench.model;

import dev.parley.multitalk.checkpoint.Int8Layers;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code none}, {@code int8} or {@code int8-dynamic}: of all linear layers in blocks, as a model is loaded so. */
final class Int8LayersConverter implements ITypeConverter<Int8Layers> {
    @Override
    public Int8Layers convert(String text) {
        Int8Layers blocks = Int8Layers.quantising(layer -> layer.startsWith("blocks."));
        return switch (text) {
            case "none" -> Int8Layers.NONE;
            case "int8" -> blocks;
            case "int8-dynamic" -> blocks.withDynamicInputs();
            default -> throw new TypeConversionException("a quantization is none, int8 or int8-dynamic, not " + text);
        };
    }
}
