package dev.parley.cli.request;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** @param threshold null where none was given */
record TeaCacheOption(Double threshold) {
    static final class Converter implements ITypeConverter<TeaCacheOption> {
        @Override
        public TeaCacheOption convert(String value) {
            try {
                return new TeaCacheOption(value.isEmpty() ? null : Double.valueOf(value));
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'%s' is not a number".formatted(value));
            }
        }
    }
}
