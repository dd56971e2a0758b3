package dev.parley.quality;

import dev.parley.media.DetectedFace;
import dev.parley.plan.FrameRate;
import dev.parley.speech.lips.Phoneme;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** The head in the first frame, large, and in the middle of phonemes that follow each other, above their names. */
final class PortraitSheet {
    private static final int SIDE = 160;
    private static final int CAPTION = 22;
    private static final int COLUMNS = 5;
    private static final int ROWS = 2;
    private static final int HEIGHT = ROWS * (SIDE + CAPTION);

    static void write(Film film, DetectedFace face, List<Phoneme> phonemes, Path file) throws IOException {
        BufferedImage sheet = new BufferedImage(HEIGHT + SIDE * COLUMNS, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = sheet.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        pen.setColor(Color.BLACK);
        draw(pen, film, face, 0, 0, 0, HEIGHT);
        int drawn = 0;
        for (int i = 0; i + 1 < phonemes.size() && drawn < COLUMNS * ROWS; i++) {
            if (!phonemes.get(i).name().isEmpty()) {
                double middle = (phonemes.get(i).begin() + phonemes.get(i + 1).begin()) / 2;
                int frame = Math.min(film.frames().size() - 1, (int) (middle * FrameRate.FRAMES_PER_SECOND));
                int x = HEIGHT + SIDE * (drawn % COLUMNS);
                int y = (SIDE + CAPTION) * (drawn / COLUMNS);
                draw(pen, film, face, frame, x, y, SIDE);
                String name = phonemes.get(i).name();
                pen.drawString(name, x + (SIDE - pen.getFontMetrics().stringWidth(name)) / 2, y + SIDE + 16);
                drawn++;
            }
        }
        pen.dispose();
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        ImageIO.write(sheet, name.endsWith(".png") ? "png" : "jpg", file.toFile());
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
