package dev.parley.cli.request;

import picocli.CommandLine.ITypeConverter;

/**
 * {@code name[:scale]}. A path, as the reference takes it, counts as the name of its file without the extension.
 *
 * @param scale null where none was given
 * @param file what was named, in case it is a file of this machine
 */
record LoraOption(String name, Double scale, String file) {
    static final class Converter implements ITypeConverter<LoraOption> {
        @Override
        public LoraOption convert(String value) {
            int colon = value.lastIndexOf(':');
            if (colon < 0) {
                return new LoraOption(fileName(value), null, value);
            }
            try {
                String file = value.substring(0, colon);
                return new LoraOption(fileName(file), Double.valueOf(value.substring(colon + 1)), file);
            } catch (NumberFormatException e) {
                throw new picocli.CommandLine.TypeConversionException(
                        "'%s' is not name[:scale] with a number for scale".formatted(value));
            }
        }

        private static String fileName(String path) {
            return path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.safetensors$", "");
        }
    }
}
