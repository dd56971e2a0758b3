package dev.parley.cli;

import dev.parley.cli.http.Download;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Collection;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A file for the picture of a check, as JPEG or PNG by its name. */
final class PictureFile {
    private static final String JPEG = "data:image/jpeg;base64,";

    private final Path file;
    private final boolean png;

    private PictureFile(Path file, boolean png) {
        this.file = file;
        this.png = png;
    }

    /**
     * Checked at once, before anything is written.
     *
     * @param inputs files that the request reads, which are never replaced
     * @param overwrite whether another file may be
     */
    static PictureFile named(Path wanted, Collection<Path> inputs, boolean overwrite) throws CommandFailedException {
        String name = wanted.toString().toLowerCase(Locale.ROOT);
        boolean png = name.endsWith(".png");
        if (!png && !name.endsWith(".jpg") && !name.endsWith(".jpeg")) {
            throw new CommandFailedException(
                    ExitCode.INVALID, "--output: '%s' is a picture, expected .png or .jpg".formatted(wanted));
        }
        return new PictureFile(OutputFile.picture(wanted, inputs, overwrite), png);
    }

    /** @param picture as a farm sends it */
    void write(String picture) throws CommandFailedException {
        if (picture == null) {
            throw new CommandFailedException(
                    ExitCode.NO_OUTPUT, "this farm draws no pictures: it is older than this command");
        }
        byte[] content = decoded(picture);
        Path part = Download.part(file);
        try {
            try {
                Files.write(part, converted(content));
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.NO_OUTPUT, "Cannot write '%s': %s".formatted(file, e.getMessage()), e);
        }
    }

    private static byte[] decoded(String picture) throws CommandFailedException {
        try {
            if (picture.startsWith(JPEG)) {
                return Base64.getDecoder().decode(picture.substring(JPEG.length()));
            }
        } catch (IllegalArgumentException e) {
            // told below, like another kind
        }
        throw new CommandFailedException(ExitCode.NO_OUTPUT, "the farm's answer has no JPEG in it");
    }

    private byte[] converted(byte[] jpeg) throws IOException {
        if (!png) {
            return jpeg;
        }
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (image == null || !ImageIO.write(image, "png", out)) {
            throw new IOException("the farm's picture cannot be decoded");
        }
        return out.toByteArray();
    }
}
