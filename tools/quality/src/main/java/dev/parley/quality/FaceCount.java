package dev.parley.quality;

import dev.parley.media.Faces;
import dev.parley.media.Limits;
import dev.parley.media.MediaException;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** How many faces are found in twelve variants of a photograph, and how many that are none in twelve drawings. */
final class FaceCount {
    private static final int SIDE = 512;

    private final BufferedImage photograph;

    private FaceCount(Picture photograph) {
        this.photograph = image(photograph);
    }

    static List<Figure> figures(Picture photograph, Path samples) throws MediaException {
        Map<BufferedImage, Integer> pictures = new FaceCount(photograph).photographs();
        int there = 0;
        int found = 0;
        int wrong = 0;
        for (Map.Entry<BufferedImage, Integer> picture : pictures.entrySet()) {
            int faces = Faces.find(picture(picture.getKey())).size();
            there += picture.getValue();
            found += Math.min(faces, picture.getValue());
            wrong += Math.max(0, faces - picture.getValue());
        }
        System.out.printf("%d photographs with %d faces: %d found, %d wrong%n", pictures.size(), there, found, wrong);
        int drawnWrong = drawings(samples);
        return List.of(
                Figure.atLeast("faces found in photographs, share", (double) found / there, 0.95),
                Figure.atMost("what is no face, in photographs", wrong, 1),
                Figure.atMost("what is no face, in drawings", drawnWrong, 1));
    }

    /** With how many faces are in each. */
    private Map<BufferedImage, Integer> photographs() {
        Map<BufferedImage, Integer> pictures = new LinkedHashMap<>();
        pictures.put(photograph, 1);
        pictures.put(made(pen -> pen.drawImage(photograph, SIDE, 0, -SIDE, SIDE, null)), 1);
        pictures.put(turned(8), 1);
        pictures.put(turned(-8), 1);
        pictures.put(shaded(new Color(0, 0, 0, 170)), 1);
        pictures.put(shaded(new Color(255, 255, 255, 150)), 1);
        pictures.put(shaded(new Color(255, 140, 0, 70)), 1);
        pictures.put(made(pen -> pen.drawImage(photograph, 180, 200, 160, 160, null)), 1);
        pictures.put(row(2), 2);
        pictures.put(row(3), 3);
        pictures.put(
                made(pen -> {
                    pen.drawImage(photograph, 0, 0, null);
                    pen.setColor(Color.BLACK);
                    pen.fillOval(186, 92, 34, 22);
                    pen.fillOval(229, 94, 34, 22);
                    pen.fillRect(215, 98, 20, 4);
                }),
                1);
        pictures.put(noisy(), 1);
        return pictures;
    }

    private static BufferedImage made(Consumer<Graphics2D> drawing) {
        BufferedImage made = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = made.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(new Color(0x9aa4b0));
        pen.fillRect(0, 0, SIDE, SIDE);
        drawing.accept(pen);
        pen.dispose();
        return made;
    }

    private BufferedImage turned(double degrees) {
        return made(pen -> {
            pen.rotate(Math.toRadians(degrees), SIDE / 2.0, SIDE / 2.0);
            pen.drawImage(photograph, 0, 0, null);
        });
    }

    private BufferedImage shaded(Color veil) {
        return made(pen -> {
            pen.drawImage(photograph, 0, 0, null);
            pen.setColor(veil);
            pen.fillRect(0, 0, SIDE, SIDE);
        });
    }

    /** Several of them side by side, the upper middle of the photograph each. */
    private BufferedImage row(int people) {
        int width = SIDE / people;
        return made(pen -> {
            for (int i = 0; i < people; i++) {
                pen.drawImage(photograph, i * width, 100, (i + 1) * width, 100 + width, 100, 0, 350, 250, null);
            }
        });
    }

    private BufferedImage noisy() {
        Random random = new Random(1);
        BufferedImage noisy = made(pen -> pen.drawImage(photograph, 0, 0, null));
        for (int i = 0; i < SIDE * SIDE; i++) {
            int rgb = noisy.getRGB(i % SIDE, i / SIDE);
            int other = 0;
            for (int shift = 0; shift < 24; shift += 8) {
                long value = Math.round((rgb >> shift & 0xff) + 14 * random.nextGaussian());
                other |= (int) Math.max(0, Math.min(255, value)) << shift;
            }
            noisy.setRGB(i % SIDE, i / SIDE, other);
        }
        return noisy;
    }

    /** What is found where no face is, in the four samples and eight scenes without people. */
    private static int drawings(Path samples) throws MediaException {
        Map<String, Integer> people = Map.of("woman.png", 1, "man.png", 1, "pair.png", 2, "three.png", 3);
        int found = 0;
        int wrong = 0;
        for (Map.Entry<String, Integer> drawing : people.entrySet()) {
            int faces = Faces.find(Pictures.read(samples.resolve(drawing.getKey()), Limits.DEFAULT))
                    .size();
            found += Math.min(faces, drawing.getValue());
            wrong += Math.max(0, faces - drawing.getValue());
        }
        for (int scene = 0; scene < 8; scene++) {
            wrong += Faces.find(picture(scene(scene))).size();
        }
        System.out.printf("12 drawings with 7 faces: %d found, %d wrong%n", found, wrong);
        return wrong;
    }

    /** Shapes in colors, as children draw houses. */
    private static BufferedImage scene(int seed) {
        Random random = new Random(seed);
        return made(pen -> {
            for (int i = 0; i < 60; i++) {
                pen.setColor(new Color(random.nextInt(0x1000000)));
                int x = random.nextInt(SIDE);
                int y = random.nextInt(SIDE);
                int width = 10 + random.nextInt(120);
                int height = 10 + random.nextInt(120);
                switch (i % 3) {
                    case 0 -> pen.fillOval(x, y, width, height);
                    case 1 -> pen.fillRect(x, y, width, height);
                    default -> pen.drawLine(x, y, x + width, y - height);
                }
            }
        });
    }

    static BufferedImage image(Picture picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < picture.width() * picture.height(); i++) {
            byte[] rgb = picture.rgb();
            int value = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
            image.setRGB(i % picture.width(), i / picture.width(), value);
        }
        return image;
    }

    static Picture picture(BufferedImage image) {
        byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
        for (int i = 0; i < rgb.length / 3; i++) {
            int value = image.getRGB(i % image.getWidth(), i / image.getWidth());
            rgb[3 * i] = (byte) (value >> 16);
            rgb[3 * i + 1] = (byte) (value >> 8);
            rgb[3 * i + 2] = (byte) value;
        }
        return new Picture(image.getWidth(), image.getHeight(), rgb);
    }
}
