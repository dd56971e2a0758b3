package dev.parley.cli.request;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code x,y,w,h} in pixels of the picture. */
record BoxOption(double x, double y, double width, double height) {
    static final class Converter implements ITypeConverter<BoxOption> {
        @Override
        public BoxOption convert(String value) {
            String[] numbers = value.split(",", -1);
            try {
                if (numbers.length == 4) {
                    return new BoxOption(
                            Double.parseDouble(numbers[0]),
                            Double.parseDouble(numbers[1]),
                            Double.parseDouble(numbers[2]),
                            Double.parseDouble(numbers[3]));
                }
            } catch (NumberFormatException e) {
                // reported below, like too few numbers
            }
            throw new TypeConversionException("'%s' is not x,y,w,h: four numbers".formatted(value));
        }
    }
}
