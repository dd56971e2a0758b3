package dev.parley.cli.request;

import java.math.BigDecimal;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code x,y,w,h} in pixels of the picture, or {@code x%,y%,w%,h%} of it; a box as JSON has it.
 *
 * @param unit null for pixels
 */
record BoxOption(double x, double y, double width, double height, String unit) {
    private static final String PERCENT = "%";

    static final class Converter implements ITypeConverter<BoxOption> {
        @Override
        public BoxOption convert(String value) {
            String[] numbers =
                    Stream.of(value.split(",", -1)).map(String::strip).toArray(String[]::new);
            long percents = Stream.of(numbers).filter(n -> n.endsWith(PERCENT)).count();
            if (numbers.length == 4 && percents > 0 && percents < 4) {
                throw new TypeConversionException(
                        "'%s' mixes pixels and percent: all four numbers are the one or the other".formatted(value));
            }
            try {
                if (numbers.length == 4) {
                    return new BoxOption(
                            number(numbers[0]),
                            number(numbers[1]),
                            number(numbers[2]),
                            number(numbers[3]),
                            percents > 0 ? "fraction" : null);
                }
            } catch (NumberFormatException e) {
                // reported below, like too few numbers
            }
            throw new TypeConversionException(
                    "'%s' is not x,y,w,h: four numbers of pixels, or of percent, as 5%%,10%%,40%%,80%%"
                            .formatted(value));
        }

        /** Of percent the fraction, exactly: 7 % are 0.07, and 7 / 100.0 need not be. */
        private static double number(String written) {
            return written.endsWith(PERCENT)
                    ? new BigDecimal(written.substring(0, written.length() - PERCENT.length()))
                            .movePointLeft(2)
                            .doubleValue()
                    : Double.parseDouble(written);
        }
    }
}
