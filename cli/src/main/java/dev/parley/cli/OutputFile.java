package dev.parley.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the video goes. */
final class OutputFile {
    private static final int MANY = 10_000;

    /** As it was asked for. Checked at once, not after an hour of rendering. */
    static Path named(Path wanted) throws CommandFailedException {
        Path file = wanted.toAbsolutePath().normalize();
        if (Files.isDirectory(file)) {
            throw new CommandFailedException(
                    ExitCode.NO_OUTPUT, "--output: '%s' is a directory, expected the name of a file".formatted(wanted));
        }
        return writable(file);
    }

    /** After the picture, in the working directory; never one that is already there. */
    static Path after(String image, Path workingDirectory) throws CommandFailedException {
        String name = image == null || image.contains(":") ? "parley" : stem(image);
        for (int number = 1; number < MANY; number++) {
            Path file = workingDirectory.resolve(number == 1 ? name + ".mp4" : "%s-%d.mp4".formatted(name, number));
            if (!Files.exists(file)) {
                return writable(file);
            }
        }
        throw new CommandFailedException(
                ExitCode.NO_OUTPUT, "There are %d videos named after '%s'; use --output".formatted(MANY, name));
    }

    private static String stem(String image) {
        String file = Path.of(image).getFileName().toString();
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    private static Path writable(Path file) throws CommandFailedException {
        if (!Files.isDirectory(file.getParent()) || !Files.isWritable(file.getParent())) {
            throw new CommandFailedException(
                    ExitCode.NO_OUTPUT, "--output: cannot write into the directory '%s'".formatted(file.getParent()));
        }
        return file;
    }

    private OutputFile() {}
}
