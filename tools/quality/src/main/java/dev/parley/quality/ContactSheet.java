package dev.parley.quality;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A video on one page: some of its frames, then for each person the mouth, frame after frame, above how loud the voice
 * is (gray), how far the mouth is open (red) and how far the phonemes ask for (blue), and the voice's spectrogram up to
 * 8 kHz. A line where a window begins.
 */
final class ContactSheet {
    private static final int WIDTH = 1200;
    private static final int STILLS = 8;
    private static final int MOUTHS = 40;
    private static final int CHART = 72;
    private static final int SPECTRUM = 64;
    private static final int GAP = 6;
    private static final Color LOUDNESS = new Color(0xd8dce2);
    private static final Color SEEN = new Color(0xc8323c);
    private static final Color ASKED = new Color(0x2864b4);
    private static final Color BORDER = new Color(0x808890);

    private final TestClip clip;
    private final Video video;

    private ContactSheet(TestClip clip, Video video) {
        this.clip = clip;
        this.video = video;
    }

    static BufferedImage of(TestClip clip, Video video) {
        return new ContactSheet(clip, video).draw();
    }

    /** Writes the sheets, one below the other, as a PNG. */
    static void write(List<BufferedImage> sheets, Path png) throws IOException {
        int height =
                sheets.stream().mapToInt(sheet -> sheet.getHeight() + 2 * GAP).sum();
        BufferedImage page = blank(height);
        Graphics2D pen = pen(page);
        int y = 0;
        for (BufferedImage sheet : sheets) {
            pen.drawImage(sheet, 0, y, null);
            y += sheet.getHeight() + 2 * GAP;
        }
        pen.dispose();
        ImageIO.write(page, "png", png.toFile());
    }

    private BufferedImage draw() {
        int stillHeight = WIDTH / STILLS * video.size().height() / video.size().width();
        int mouthHeight = clip.faces().stream()
                .mapToInt(face -> mouthWidth() * (face.bottom() - face.top()) / (face.right() - face.left()))
                .max()
                .orElseThrow();
        int person = mouthHeight + CHART + SPECTRUM + 3 * GAP;
        BufferedImage sheet = blank(stillHeight + GAP + person * clip.faces().size());
        Graphics2D pen = pen(sheet);
        for (int i = 0; i < STILLS; i++) {
            pen.drawImage(frame(at(i, STILLS)), i * WIDTH / STILLS, 0, WIDTH / STILLS, stillHeight, null);
        }
        for (int i = 0; i < clip.faces().size(); i++) {
            int y = stillHeight + GAP + i * person;
            mouths(pen, clip.faces().get(i), y, mouthHeight);
            chart(pen, clip.faces().get(i), clip.tracks().get(i), y + mouthHeight + GAP);
            spectrum(pen, clip.tracks().get(i), y + mouthHeight + CHART + 2 * GAP);
        }
        pen.dispose();
        return sheet;
    }

    private static int mouthWidth() {
        return WIDTH / MOUTHS;
    }

    private int at(int i, int of) {
        return (2 * i + 1) * video.frames().size() / (2 * of);
    }

    private void mouths(Graphics2D pen, Face face, int y, int height) {
        for (int i = 0; i < MOUTHS; i++) {
            BufferedImage mouth = frame(at(i, MOUTHS))
                    .getSubimage(face.left(), face.top(), face.right() - face.left(), face.bottom() - face.top());
            pen.drawImage(mouth, i * mouthWidth(), y, mouthWidth(), height, null);
        }
    }

    private void chart(Graphics2D pen, Face face, Track track, int y) {
        double[] loudness = track.loudness();
        double loudest = Statistics.max(loudness);
        pen.setColor(LOUDNESS);
        for (int frame = 0; frame < loudness.length; frame++) {
            int height = (int) (CHART * loudness[frame] / loudest);
            pen.fillRect(x(frame), y + CHART - height, x(frame + 1) - x(frame), height);
        }
        pen.setColor(BORDER);
        for (int border : video.borders()) {
            pen.drawLine(x(border), y, x(border), y + CHART);
        }
        double[] seen = fromLeast(face.opening(video));
        double[] asked = fromLeast(track.opening());
        double widest = Math.max(Statistics.max(seen), Statistics.max(asked));
        curve(pen, ASKED, asked, widest, y);
        curve(pen, SEEN, seen, widest, y);
    }

    private static void spectrum(Graphics2D pen, Track track, int y) {
        double[][] spectrogram = Spectrogram.of(track.samples(), WIDTH, SPECTRUM);
        for (int x = 0; x < WIDTH; x++) {
            for (int row = 0; row < SPECTRUM; row++) {
                pen.setColor(new Color(0, 0, 0, (float) spectrogram[x][row]));
                pen.fillRect(x, y + SPECTRUM - 1 - row, 1, 1);
            }
        }
    }

    /** Hair and shadows beside the mouth count as open, always as much: what moves is of interest. */
    private static double[] fromLeast(double[] values) {
        double least = Arrays.stream(values).min().orElseThrow();
        return Arrays.stream(values).map(value -> value - least).toArray();
    }

    private void curve(Graphics2D pen, Color color, double[] values, double widest, int y) {
        Path2D curve = new Path2D.Double();
        curve.moveTo(x(0), y + CHART * (1 - values[0] / widest));
        for (int frame = 1; frame < values.length; frame++) {
            curve.lineTo((x(frame) + x(frame + 1)) / 2.0, y + CHART * (1 - values[frame] / widest));
        }
        pen.setColor(color);
        pen.draw(curve);
    }

    private int x(int frame) {
        return frame * WIDTH / video.frames().size();
    }

    private BufferedImage frame(int index) {
        int width = video.size().width();
        int height = video.size().height();
        byte[] rgb = video.frames().get(index);
        BufferedImage frame = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            int value = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
            frame.setRGB(i % width, i / width, value);
        }
        return frame;
    }

    private static BufferedImage blank(int height) {
        BufferedImage blank = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = blank.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, WIDTH, height);
        pen.dispose();
        return blank;
    }

    private static Graphics2D pen(BufferedImage image) {
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setStroke(new BasicStroke(1.5f));
        return pen;
    }
}
