package dev.parley.quality;

import dev.parley.media.DetectedFace;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** The head in the first frame, large, and in frames of the video that follow each other, two apart. */
final class PortraitSheet {
    private static final int SIDE = 150;
    private static final int COLUMNS = 6;
    private static final int ROWS = 2;

    static void write(Film film, DetectedFace face, Path png) throws IOException {
        BufferedImage sheet = new BufferedImage(SIDE * (ROWS + COLUMNS), SIDE * ROWS, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = sheet.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        draw(pen, film, face, 0, 0, 0, SIDE * ROWS);
        for (int i = 0; i < COLUMNS * ROWS; i++) {
            int frame = Math.min(film.frames().size() - 1, 12 + 2 * i);
            draw(pen, film, face, frame, SIDE * (ROWS + i % COLUMNS), SIDE * (i / COLUMNS), SIDE);
        }
        pen.dispose();
        ImageIO.write(sheet, "png", png.toFile());
    }

    private static void draw(Graphics2D pen, Film film, DetectedFace face, int frame, int x, int y, int side) {
        int reach = (int) (0.8 * face.width());
        int middleX = (int) face.middleX();
        int middleY = (int) (face.middleY() + 0.1 * face.height());
        pen.drawImage(
                FaceCount.image(film.picture(frame)),
                x,
                y,
                x + side,
                y + side,
                middleX - reach,
                middleY - reach,
                middleX + reach,
                middleY + reach,
                null);
    }

    private PortraitSheet() {}
}
