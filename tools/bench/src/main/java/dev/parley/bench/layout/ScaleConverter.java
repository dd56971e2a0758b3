package dev.parley.bench.layout;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 1/64} or {@code 1}: by what all widths are divided. */
final class ScaleConverter implements ITypeConverter<Integer> {
    private static final Pattern SCALE = Pattern.compile("1(?:/([1-9][0-9]{0,5}))?");

    @Override
    public Integer convert(String value) {
        Matcher scale = SCALE.matcher(value);
        if (!scale.matches()) {
            throw new TypeConversionException("found '%s'; expected 1, or a fraction such as 1/64".formatted(value));
        }
        return scale.group(1) == null ? 1 : Integer.parseInt(scale.group(1));
    }
}
