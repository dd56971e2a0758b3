package dev.parley.bench.model;

import dev.parley.plan.Size;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 448x832}: height, then width. */
final class SizeConverter implements ITypeConverter<Size> {
    @Override
    public Size convert(String text) {
        if (!text.matches("\\d{1,5}x\\d{1,5}")) {
            throw new TypeConversionException("a size is HEIGHTxWIDTH, not " + text);
        }
        String[] sides = text.split("x");
        try {
            return new Size(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
