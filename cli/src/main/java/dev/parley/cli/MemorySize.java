package dev.parley.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes, as people write it: {@code 48GiB}, {@code 24GB}, {@code 46068MiB}, {@code 51539607552}. */
final class MemorySize implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,3})?)\\s*([a-z]*)");
    private static final Map<String, Long> UNITS =
            Map.of("", 1L, "b", 1L, "mb", 1_000_000L, "mib", 1L << 20, "gb", 1_000_000_000L, "gib", 1L << 30);

    @Override
    public Long convert(String text) {
        Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!size.matches() || !UNITS.containsKey(size.group(2))) {
            throw new TypeConversionException(
                    "'%s' is no amount of memory: expected a number of GiB, GB, MiB, MB or bytes, such as 48GiB"
                            .formatted(text));
        }
        double bytes = Double.parseDouble(size.group(1)) * UNITS.get(size.group(2));
        if (bytes < 1 || bytes > 1L << 60) {
            throw new TypeConversionException("'%s' is not the memory of any device".formatted(text));
        }
        return Math.round(bytes);
    }
}
