package dev.parley.cli;

import dev.parley.cli.http.Download;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Where the video goes. */
final class OutputFile {
    private static final int MANY = 10_000;

    /**
     * As it was asked for. Checked at once, not after an hour of rendering, and before anything is written: what is
     * there under that name may be somebody's only copy.
     *
     * @param inputs files that the request reads
     * @param overwrite whether something that is no MP4 may be replaced; an input never may
     */
    static Path named(Path wanted, Collection<Path> inputs, boolean overwrite) throws CommandFailedException {
        return named(wanted, inputs, overwrite, "an MP4", OutputFile::mayBeReplaced);
    }

    /** As {@link #named(Path, Collection, boolean)}, for a picture: nobody can tell whose one is that is there already. */
    static Path picture(Path wanted, Collection<Path> inputs, boolean overwrite) throws CommandFailedException {
        return named(wanted, inputs, overwrite, "an empty file", file -> Files.size(file) == 0);
    }

    private interface Replaceable {
        boolean test(Path file) throws IOException;
    }

    private static Path named(
            Path wanted, Collection<Path> inputs, boolean overwrite, String what, Replaceable mayBeReplaced)
            throws CommandFailedException {
        Path file = wanted.toAbsolutePath().normalize();
        if (Files.isDirectory(file)) {
            throw refused("'%s' is a directory, expected the name of a file".formatted(wanted));
        }
        writable(file);
        try {
            for (Path input : inputs) {
                requireAnother(input, file);
                requireAnother(input, Download.part(file));
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw refused("'%s' is not a regular file, expected a new name or %s".formatted(wanted, what));
            }
            if (!overwrite && Files.exists(file) && !mayBeReplaced.test(file)) {
                throw refused("'%s' already exists and is not %s; expected another name, or --overwrite"
                        .formatted(wanted, what));
            }
        } catch (IOException e) {
            throw refused("cannot access '%s': %s".formatted(wanted, e));
        }
        return file;
    }

    private static void requireAnother(Path input, Path written) throws IOException, CommandFailedException {
        // The same file, whatever way leads to it: symbolic links, hard links, another spelling.
        if (Files.exists(written) && Files.exists(input) && Files.isSameFile(input, written)) {
            throw new CommandFailedException(
                    ExitCode.INVALID,
                    "--output: writing '%s' would overwrite the input '%s'; expected another name"
                            .formatted(written, input));
        }
    }

    /** An MP4, as of an earlier run, or nothing yet, as {@code mktemp} makes it. */
    private static boolean mayBeReplaced(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(8);
            return head.length == 0 || new String(head, StandardCharsets.ISO_8859_1).endsWith("ftyp");
        }
    }

    private static CommandFailedException refused(String why) {
        return new CommandFailedException(ExitCode.NO_OUTPUT, "--output: " + why);
    }

    /** After the picture, in the working directory; never one that is already there. */
    static Path after(String image, Path workingDirectory) throws CommandFailedException {
        String name = image == null || image.contains(":") ? "parley" : stem(image);
        for (int number = 1; number < MANY; number++) {
            Path file = workingDirectory.resolve(number == 1 ? name + ".mp4" : name + "-" + number + ".mp4");
            if (!Files.exists(file)) {
                return writable(file);
            }
        }
        throw new CommandFailedException(
                ExitCode.NO_OUTPUT, "There are already %d videos named after '%s'; use --output".formatted(MANY, name));
    }

    private static String stem(String image) {
        String file = Path.of(image).getFileName().toString();
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    private static Path writable(Path file) throws CommandFailedException {
        if (!Files.isDirectory(file.getParent())) {
            throw refused("the directory '%s' does not exist".formatted(file.getParent()));
        }
        if (!Files.isWritable(file.getParent())) {
            throw refused("cannot write to the directory '%s'".formatted(file.getParent()));
        }
        return file;
    }

    private OutputFile() {}
}
